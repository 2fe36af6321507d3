import { rleFromMaskRowMajor, sampleFrame } from "@maskyard/annotations";
import { expect, test } from "vitest";
import type { MaskGeometry, MaskInstance } from "../../mask/types.ts";
import { instanceInSample } from "./instanceInSample.ts";

const image = { widthPx: 80, heightPx: 60 };
// Twice the size, of which the right lower part is seen: image x from 40 to 80, y from 30 to 60.
const window = { scaledWidthPx: 160, scaledHeightPx: 120, leftPx: 80, topPx: 60, widthPx: 80, heightPx: 60 };
const frame = sampleFrame({ window, flipped: false, colors: [] }, image);
const mirrored = sampleFrame({ window, flipped: true, colors: [] }, image);

const instance = (geometry: MaskGeometry, [x, y, width, height]: [number, number, number, number]): MaskInstance => ({
  id: "a",
  color: "#ff0000",
  label: "car",
  geometry,
  box: { x, y, width, height },
});
const polygon = (...outer: number[]): MaskGeometry => ({ kind: "POLYGON", parts: [{ outer, holes: [] }], rle: null });

test("outline and box move with the picture, and are mirrored with it", () => {
  const given = instance(polygon(50, 40, 60, 40, 60, 50), [50, 40, 10, 10]);
  const moved = instanceInSample(given, frame);
  expect(moved?.geometry).toEqual(polygon(20, 20, 40, 20, 40, 40));
  expect(moved?.box).toEqual({ x: 20, y: 20, width: 20, height: 20 });
  const other = instanceInSample(given, mirrored);
  expect(other?.geometry).toEqual(polygon(60, 20, 40, 20, 40, 40));
  expect(other?.box).toEqual({ x: 40, y: 20, width: 20, height: 20 });
});

test("what the window cuts is cut, its box too, and what it does not show is left out", () => {
  // x from 30 to 50: of it 40 to 50 is seen.
  const cut = instanceInSample(instance(polygon(30, 40, 50, 40, 50, 50, 30, 50), [30, 40, 20, 10]), frame);
  expect(cut?.box).toEqual({ x: 0, y: 20, width: 20, height: 20 });
  expect(instanceInSample(instance(polygon(0, 0, 10, 0, 10, 10), [0, 0, 10, 10]), frame)).toBeNull();
});

test("masks of run lengths and plain boxes move like outlines", () => {
  const mask = new Uint8Array(80 * 60);
  for (let y = 40; y < 50; y++) mask.fill(1, y * 80 + 50, y * 80 + 60);
  const { counts } = rleFromMaskRowMajor(mask, 60, 80);
  const rle: MaskGeometry = { kind: "RLE", parts: [], rle: { ...image, counts } };
  const moved = instanceInSample(instance(rle, [50, 40, 10, 10]), frame);
  expect(moved?.geometry.kind).toBe("POLYGON");
  const xs = moved?.geometry.parts[0]?.outer.filter((_, at) => at % 2 === 0) ?? [];
  expect([Math.min(...xs), Math.max(...xs)]).toEqual([20, 40]);
  const box = instanceInSample(instance({ kind: "BOX", parts: [], rle: null }, [70, 50, 20, 20]), mirrored);
  expect(box?.geometry.kind).toBe("BOX");
  expect(box?.box).toEqual({ x: 0, y: 40, width: 20, height: 20 });
});
