import { expect, test } from "vitest";
import { ImageCache } from "./imageCache.ts";

const image = (bytes: number) => ({ pixels: new Uint8Array(bytes), heightPx: 1, widthPx: bytes / 3 });

test("the image used longest ago goes when the budget is spent", () => {
  const cache = new ImageCache(100);
  for (const key of ["a", "b", "c", "d"]) cache.put(key, image(24));
  cache.get("a");
  cache.put("e", image(24));
  expect(cache.get("b")).toBeUndefined();
  for (const key of ["a", "c", "d", "e"]) expect(cache.get(key)).toBeDefined();
  expect(cache.bytes).toBe(96);
});

test("an image too large for the budget is not kept", () => {
  const cache = new ImageCache(100);
  cache.put("a", image(27));
  expect(cache.get("a")).toBeUndefined();
  expect(cache.bytes).toBe(0);
});
