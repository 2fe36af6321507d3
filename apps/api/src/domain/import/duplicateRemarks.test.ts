import { expect, test } from "vitest";
import { type ComparedImage, duplicateRemarks } from "./duplicateRemarks.ts";

const image = (path: string, facts: Partial<ComparedImage> = {}): ComparedImage => ({
  path,
  originalSha256: `bytes of ${path}`,
  perceptualHash: null,
  isNew: true,
  ...facts,
});

test("names for each new image the one that it repeats", () => {
  const remarks = duplicateRemarks([
    image("z-old.jpg", { isNew: false, originalSha256: "one", perceptualHash: 0n }),
    image("also-old.jpg", { isNew: false, perceptualHash: 1n }),
    image("a.jpg", { originalSha256: "one", perceptualHash: 0n }),
    image("b.jpg", { perceptualHash: 0n }),
    image("c.jpg", { perceptualHash: 0b111n << 8n }),
    image("d.jpg", { perceptualHash: 0xffff00000000n }),
    image("e.jpg"),
  ]);
  expect(remarks.map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
    "a.jpg: the same file as z-old.jpg; its bytes are kept once",
    "b.jpg: looks like z-old.jpg (their hashes are equal)",
    "c.jpg: looks like z-old.jpg (3 of 64 bits of their hashes differ)",
  ]);
  expect(remarks.every(({ kind }) => kind === "warning")).toBe(true);
});
