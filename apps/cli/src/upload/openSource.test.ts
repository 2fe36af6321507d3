import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { StoredZip } from "@maskyard/annotations";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fromRandomAccessReaderPromise, RandomAccessReader } from "yauzl";
import { openSource, type SourceArchive } from "./openSource.ts";

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

const wholeOf = async (source: SourceArchive) => Buffer.from(await source.slice(0, source.bytes));

it("packs a folder while it is read: sorted, files as they are, nothing hidden, no links", async () => {
  await mkdir(join(folder, "train"));
  await writeFile(join(folder, "train", "b.jpg"), "picture");
  await writeFile(join(folder, "train", "a.JSON"), "{}");
  await writeFile(join(folder, ".DS_Store"), "x");
  await symlink("/etc/hostname", join(folder, "link.jpg"));
  const source = await openSource(folder);
  const zip = await wholeOf(source);
  expect(zip.length).toBe(source.bytes);
  expect(centralDirectory(zip)).toEqual([
    ["train/a.JSON", 0],
    ["train/b.jpg", 0],
  ]);
});

it("sends a zip as it is", async () => {
  const zip = Buffer.from("PK\u0003\u0004 and the rest");
  await writeFile(join(folder, "set.zip"), zip);
  const source = await openSource(join(folder, "set.zip"));
  expect(source.name).toBe("set.zip");
  expect(await wholeOf(source)).toEqual(zip);
});

it("knows a source again, and one that changed as another", async () => {
  await writeFile(join(folder, "a.jpg"), "picture");
  const first = (await openSource(folder)).fingerprint;
  expect((await openSource(`${folder}/`)).fingerprint).toBe(first);
  await utimes(join(folder, "a.jpg"), new Date(), new Date(1));
  expect((await openSource(folder)).fingerprint).not.toBe(first);
});

it("is read as a zip by yauzl, also beyond 4 GiB and 65,535 files", async () => {
  const names = async (zip: StoredZip) => {
    class Reader extends RandomAccessReader {
      override _readStreamForRange(start: number, end: number) {
        async function* range() {
          yield await zip.slice(start, end);
        }
        return Readable.from(range());
      }
    }
    const opened = await fromRandomAccessReaderPromise(new Reader(), zip.bytes, { lazyEntries: true });
    const entries: [string, number][] = [];
    for await (const entry of opened.eachEntry()) entries.push([entry.fileName, entry.uncompressedSize]);
    return entries;
  };
  const small = Array.from({ length: 66_000 }, (_, index) => ({
    path: `${String(index).padStart(5, "0")}.txt`,
    bytes: 1,
    read: async () => Uint8Array.of(index & 255),
  }));
  const many = await names(new StoredZip(small));
  expect([many.length, many[65_999]]).toEqual([66_000, ["65999.txt", 1]]);
  const large = 4 * 1024 ** 3 + 5;
  const huge = [
    { path: "a.bin", bytes: large, crc32: 0, read: async (start: number, end: number) => new Uint8Array(end - start) },
    { path: "b.txt", bytes: 1, read: async () => Uint8Array.of(7) },
  ];
  expect(await names(new StoredZip(huge))).toEqual([
    ["a.bin", large],
    ["b.txt", 1],
  ]);
});

it("says what is wrong with a source that is neither", async () => {
  await writeFile(join(folder, "notes.txt"), "hello");
  await expect(openSource(join(folder, "notes.txt"))).rejects.toMatchObject({ code: "NOT_AN_ARCHIVE" });
  await mkdir(join(folder, "empty"));
  await expect(openSource(join(folder, "empty"))).rejects.toMatchObject({ code: "EMPTY_SOURCE" });
  await expect(openSource(join(folder, "missing"))).rejects.toMatchObject({ code: "ENOENT" });
});
