import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, it } from "vitest";
import { BlobStore } from "./BlobStore.ts";
import { BlobDamagedError, BlobMissingError } from "./blobErrors.ts";

let folder: string;
let blobs: BlobStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-blobs-"));
  blobs = new BlobStore(join(folder, "blobs"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const files = async () => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
};

it("keeps bytes under their hash, from a buffer or a stream, once", async () => {
  const bytes = Buffer.from("a mask is a picture");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const stored = await blobs.put(bytes, "text/plain");
  expect(stored).toEqual({ sha256, bytes: 19, mediaType: "text/plain" });
  expect(await blobs.put(Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]), "text/plain")).toEqual(stored);
  expect(await files()).toEqual([sha256]);
  expect(await blobs.read(sha256)).toEqual(bytes);
  const chunks = await (await blobs.open(sha256, { start: 2, end: 5 })).toArray();
  expect(Buffer.concat(chunks).toString()).toBe("mask");
  expect(blobs.path(sha256)).toBe(join(folder, "blobs", sha256.slice(0, 2), sha256.slice(2, 4), sha256));
});

it("leaves nothing behind when the source breaks off", async () => {
  async function* broken(): AsyncGenerator<Buffer> {
    yield Buffer.alloc(100_000, 1);
    throw new Error("connection lost");
  }
  await expect(blobs.put(broken(), "image/jpeg")).rejects.toThrow("connection lost");
  expect(await files()).toEqual([]);
});

it("puts whole bytes in the place of damaged ones of the same length", async () => {
  const bytes = Buffer.from("whole bytes");
  const { sha256 } = await blobs.put(bytes, "image/jpeg");
  await writeFile(blobs.path(sha256), "wrong bytes");
  expect(await blobs.isSound(sha256)).toBe(false);
  await blobs.put(bytes, "image/jpeg");
  expect(await blobs.isSound(sha256)).toBe(true);
  expect((await blobs.read(sha256)).equals(bytes)).toBe(true);
});

it("tells damaged and missing bytes, and heals a torn file by the next put", async () => {
  const bytes = Buffer.alloc(10_000, 7);
  const { sha256 } = await blobs.put(bytes, "image/jpeg");
  await truncate(blobs.path(sha256), 4_096);
  await expect(blobs.read(sha256)).rejects.toThrow(BlobDamagedError);
  await expect(blobs.verify(sha256)).rejects.toThrow(BlobDamagedError);
  await blobs.put(bytes, "image/jpeg");
  await blobs.verify(sha256);
  const missing = "0".repeat(64);
  await expect(blobs.open(missing)).rejects.toThrow(BlobMissingError);
  await expect(blobs.size(missing)).rejects.toThrow(BlobMissingError);
  expect(await blobs.has(missing)).toBe(false);
});

it("takes no path for a hash", () => {
  expect(() => blobs.path("../../etc/passwd")).toThrow("64 lower-case hexadecimal digits");
  expect(() => blobs.path(`${"a".repeat(63)}G`)).toThrow();
});

it("sweeps only what was left long ago", async () => {
  await blobs.put(Buffer.from("x"), "text/plain");
  await writeFile(join(folder, "blobs", "tmp", "left-behind"), "half");
  expect(await blobs.sweepTemporaryFiles()).toBe(0);
  expect(await blobs.sweepTemporaryFiles(-1000)).toBe(1);
  expect(await new BlobStore(join(folder, "none")).sweepTemporaryFiles()).toBe(0);
});
