import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openSource } from "./openSource.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-source-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Names in a zip's central directory, in its order, with their compression (0 stored, 8 deflated). */
function centralDirectory(zip: Buffer): [name: string, method: number][] {
  const entries: [string, number][] = [];
  for (let at = zip.indexOf("PK\u0001\u0002"); at >= 0; at = zip.indexOf("PK\u0001\u0002", at + 4)) {
    const nameLength = zip.readUInt16LE(at + 28);
    entries.push([zip.toString("utf8", at + 46, at + 46 + nameLength), zip.readUInt16LE(at + 10)]);
  }
  return entries;
}

it("packs a folder while it is read: sorted, pictures as they are, nothing hidden, no links", async () => {
  await mkdir(join(folder, "train"));
  await writeFile(join(folder, "train", "b.jpg"), "picture");
  await writeFile(join(folder, "train", "a.JSON"), "{}");
  await writeFile(join(folder, ".DS_Store"), "x");
  await symlink("/etc/hostname", join(folder, "link.jpg"));
  const { bytes, expectedBytes } = await openSource(folder);
  expect(expectedBytes).toBe(9);
  expect(centralDirectory(await buffer(bytes))).toEqual([
    ["train/a.JSON", 8],
    ["train/b.jpg", 0],
  ]);
});

it("sends a zip as it is", async () => {
  const zip = Buffer.from("PK\u0003\u0004 and the rest");
  await writeFile(join(folder, "set.zip"), zip);
  const source = await openSource(join(folder, "set.zip"));
  expect(source.name).toBe("set.zip");
  expect(await buffer(source.bytes)).toEqual(zip);
});

it("says what is wrong with a source that is neither", async () => {
  await writeFile(join(folder, "notes.txt"), "hello");
  await expect(openSource(join(folder, "notes.txt"))).rejects.toMatchObject({ code: "NOT_AN_ARCHIVE" });
  await mkdir(join(folder, "empty"));
  await expect(openSource(join(folder, "empty"))).rejects.toMatchObject({ code: "EMPTY_SOURCE" });
  await expect(openSource(join(folder, "missing"))).rejects.toMatchObject({ code: "ENOENT" });
});
