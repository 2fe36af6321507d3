import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { StandardOutput } from "./StandardOutput.ts";

const folder = mkdtempSync(join(tmpdir(), "maskyard-output-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("leaves out lines that find no room, and says how many when there is room again", () => {
  const path = join(folder, "log");
  const roomy = openSync(path, "a");
  const full = openSync("/dev/full", "a"); // every write to it fails with ENOSPC
  const file = { fd: roomy };
  const output = new StandardOutput(file);
  output.write("first\n");
  file.fd = full;
  output.write("lost\n");
  output.write("lost too\n");
  file.fd = roomy;
  output.write("next\n");
  output.write("last\n");
  const lines = readFileSync(path, "utf8").split("\n");
  expect(lines).toEqual([
    "first",
    "",
    expect.stringContaining("2 lines before this one were left out"),
    "next",
    "last",
    "",
  ]);
  for (const fd of [roomy, full]) closeSync(fd);
});

it("throws what is not for want of room", () => {
  expect(() => new StandardOutput({ fd: 1_000_000 }).write("x")).toThrow("EBADF");
});
