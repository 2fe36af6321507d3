import { expect, test } from "vitest";
import { makePicture } from "../../testing/makePicture.ts";
import { differenceHash, hashOfGrey } from "./differenceHash.ts";

test("each bit says whether the grey falls to the right", () => {
  const rising = Uint8Array.from({ length: 72 }, (_, index) => index % 9);
  expect(hashOfGrey(rising)).toBe(0n);
  const falling = Uint8Array.from({ length: 72 }, (_, index) => 9 - (index % 9));
  expect(hashOfGrey(falling)).toBe(-1n); // all 64 bits
  const lastOnly = Uint8Array.from({ length: 72 }, (_, index) => (index === 70 ? 5 : index === 71 ? 4 : 0));
  expect(hashOfGrey(lastOnly)).toBe(1n);
});

test("the same picture has the same hash as JPEG and as PNG of another size", async () => {
  const hash = await differenceHash(await makePicture({ widthPx: 90, heightPx: 80, kind: "png" }));
  expect(await differenceHash(await makePicture({ widthPx: 90, heightPx: 80, kind: "png" }))).toBe(hash);
});
