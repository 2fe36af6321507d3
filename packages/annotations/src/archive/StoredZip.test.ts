import { crc32 as nodeCrc32 } from "node:zlib";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { crc32 } from "./crc32.ts";
import { StoredZip, type ZipInput } from "./StoredZip.ts";

function input(path: string, content: Uint8Array): ZipInput {
  return { path, bytes: content.length, read: async (start, end) => content.slice(start, end) };
}

const noise = (length: number, seed: number) =>
  Uint8Array.from({ length }, (_, index) => (Math.imul(index + seed, 2_654_435_761) >>> 13) & 255);

const files = {
  "b/photograph ä 🚗.jpg": noise(5_000, 1),
  "a.json": new TextEncoder().encode('{"images": []}'),
  "b/empty.txt": new Uint8Array(0),
  "c/large.bin": noise(70_000, 2),
};
const inputs = Object.entries(files).map(([path, content]) => input(path, content));

test("crc32 is zlib's, in one go and in parts", () => {
  const bytes = noise(10_000, 3);
  expect(crc32(bytes)).toBe(nodeCrc32(bytes));
  expect(crc32(bytes.subarray(4_321), crc32(bytes.subarray(0, 4_321)))).toBe(nodeCrc32(bytes));
});

describe("a stored zip", () => {
  test("is read by another reader, file for file, and is as long as it said", async () => {
    const zip = new StoredZip(inputs);
    const whole = await zip.slice(0, zip.bytes);
    expect(whole.length).toBe(zip.bytes);
    const unzipped = unzipSync(whole);
    expect(Object.keys(unzipped)).toEqual(Object.keys(files).sort());
    for (const [path, content] of Object.entries(files)) expect(unzipped[path]).toEqual(content);
  });

  test("gives any part, in any order, as it lies in the whole", async () => {
    const zip = new StoredZip(inputs);
    const whole = await zip.slice(0, zip.bytes);
    // Another one, as after a restart, and its files in another order.
    const again = new StoredZip([...inputs].reverse());
    for (const size of [1_000, 4_999, 33]) {
      const starts = Array.from({ length: Math.ceil(zip.bytes / size) }, (_, index) => index * size).reverse();
      for (const start of starts) {
        expect(await again.slice(start, start + size)).toEqual(whole.slice(start, start + size));
      }
    }
    expect(await again.slice(zip.bytes, zip.bytes + 10)).toEqual(new Uint8Array(0));
  });

  test("says which file changed while it was read", async () => {
    const shrunk: ZipInput = { ...input("a.jpg", noise(90, 1)), bytes: 100 };
    const zip = new StoredZip([shrunk]);
    await expect(zip.slice(0, zip.bytes)).rejects.toThrow("a.jpg changed while it was read");
  });
});
