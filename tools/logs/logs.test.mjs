import { spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cutLog } from "./cutLog.mjs";
import { keepLogsShort } from "./keepLogsShort.mjs";
import { lastLines } from "./lastLines.mjs";

/** @type {string} */
let folder;
/** @type {string} */
let file;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "maskyard-logs-"));
  file = path.join(folder, "sample.log");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @param {() => boolean} condition */
async function until(condition) {
  while (!condition()) await sleep(10);
}

describe("lastLines", () => {
  it("gives the last lines, and none of what is not there", () => {
    writeFileSync(file, "one\ntwo\nthree\n");
    expect(lastLines(file, 2)).toEqual(["two", "three"]);
    expect(lastLines(file, 9)).toEqual(["one", "two", "three"]);
    writeFileSync(file, "");
    expect(lastLines(file, 2)).toEqual([]);
    expect(lastLines(path.join(folder, "absent.log"), 2)).toEqual([]);
  });

  it("reads the end of a file that no text could hold", () => {
    const log = openSync(file, "w");
    ftruncateSync(log, 600 * 1024 ** 2); // a hole: it takes no room
    writeSync(log, "\nfirst\nlast\n", 600 * 1024 ** 2);
    closeSync(log);
    expect(lastLines(file, 2)).toEqual(["first", "last"]);
    writeFileSync(file, `${"x".repeat(1_000_000)}\nend\n`);
    expect(lastLines(file, 2).map((line) => line.length)).toEqual([1_002, 3]);
  });
});

describe("cutLog", () => {
  it("leaves a short one alone", () => {
    writeFileSync(file, "short\n");
    expect(cutLog(file, 6)).toBe(false);
    expect(existsSync(`${file}.1`)).toBe(false);
    expect(cutLog(path.join(folder, "absent.log"), 6)).toBe(false);
  });

  it("keeps the end of a long one, for its owner's eyes only, in place of what it kept before", () => {
    writeFileSync(`${file}.1`, "older");
    writeFileSync(file, "0123456789");
    expect(cutLog(file, 6)).toBe(true);
    expect(readFileSync(file, "utf8")).toBe("");
    expect(readFileSync(`${file}.1`, "utf8")).toBe("456789");
    expect(statSync(`${file}.1`).mode & 0o777).toBe(0o600);
  });

  it("does not disturb who appends to it", async () => {
    const log = openSync(file, "a");
    // Writes only when it is told to, so that each line has its place.
    const writer = spawn("sh", ["-c", "read go; echo before; read go; echo after; read go"], {
      stdio: ["pipe", log, "inherit"],
    });
    closeSync(log);
    writer.stdin?.write("go\n");
    await until(() => statSync(file).size > 0);
    expect(cutLog(file, 3)).toBe(true);
    writer.stdin?.end("go\ngo\n");
    await new Promise((resolve) => writer.once("exit", resolve));
    expect(readFileSync(`${file}.1`, "utf8")).toBe("re\n");
    expect(readFileSync(file, "utf8")).toBe("after\n");
  });
});

describe("keepLogsShort", () => {
  it("cuts a log that grows while it looks, whosever it is", async () => {
    /** @type {string[]} */
    const said = [];
    const keeper = keepLogsShort(folder, (line) => said.push(line), { bytesMost: 1_000 });
    writeFileSync(file, `${"x".repeat(5_000)}\n`);
    writeFileSync(path.join(folder, "other.txt"), "x".repeat(5_000));
    await until(() => statSync(file).size === 0);
    keeper.stop();
    expect(statSync(`${file}.1`).size).toBe(1_000);
    expect(statSync(path.join(folder, "other.txt")).size).toBe(5_000);
    expect(said).toEqual([]);
  });
});
