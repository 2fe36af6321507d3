import { describe, expect, test } from "vitest";
import { createRandom } from "../random/random.ts";
import { maskTarget } from "./maskTargets.ts";

/** torchvision's roi_align loop with sampling_ratio -1 and aligned=False on one channel. */
function directRoiAlign(map: Float32Array, height: number, width: number, box: number[], size: number): number[] {
  const [x1, y1, x2, y2] = box as [number, number, number, number];
  const roiWidth = Math.max(x2 - x1, 1);
  const roiHeight = Math.max(y2 - y1, 1);
  const gridX = Math.ceil(roiWidth / size);
  const gridY = Math.ceil(roiHeight / size);
  const at = (row: number, column: number) =>
    map[Math.min(row, height - 1) * width + Math.min(column, width - 1)] as number;
  const sample = (y: number, x: number): number => {
    if (y < -1 || y > height || x < -1 || x > width) return 0;
    const cy = Math.min(Math.max(y, 0), height - 1);
    const cx = Math.min(Math.max(x, 0), width - 1);
    const top = Math.floor(cy);
    const left = Math.floor(cx);
    const fy = cy - top;
    const fx = cx - left;
    return (
      (1 - fy) * ((1 - fx) * at(top, left) + fx * at(top, left + 1)) +
      fy * ((1 - fx) * at(top + 1, left) + fx * at(top + 1, left + 1))
    );
  };
  const result: number[] = [];
  for (let binY = 0; binY < size; binY++) {
    for (let binX = 0; binX < size; binX++) {
      let sum = 0;
      for (let iy = 0; iy < gridY; iy++) {
        for (let ix = 0; ix < gridX; ix++) {
          const y = y1 + (binY + (iy + 0.5) / gridY) * (roiHeight / size);
          const x = x1 + (binX + (ix + 0.5) / gridX) * (roiWidth / size);
          sum += sample(y, x);
        }
      }
      result.push(sum / (gridX * gridY));
    }
  }
  return result;
}

const random = createRandom(8);
const heightPx = 20;
const widthPx = 30;
const mask = Uint8Array.from({ length: heightPx * widthPx }, () => (random.uniform() < 0.5 ? 1 : 0));
const boxes = [
  [3.2, 4.7, 17.9, 15.1],
  [0, 0, 30, 20],
  [-2.5, -0.5, 8, 9],
  [20, 10, 33, 24],
  [5, 5, 5.2, 5.3],
  [0.5, 0.5, 29.5, 3],
];

describe("maskTarget", () => {
  test.each(boxes)("equals torchvision's loop for the box %d, %d, %d, %d", (...box) => {
    const frame = { heightPx, widthPx, resizedHeightPx: heightPx, resizedWidthPx: widthPx };
    const expected = directRoiAlign(Float32Array.from(mask), heightPx, widthPx, box, 7);
    maskTarget(mask, box, 7, frame).forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index] as number, 5);
    });
  });

  test("reads a scaled image's mask as one resized by nearest", () => {
    const resizedHeightPx = 27;
    const resizedWidthPx = 41;
    const resized = new Float32Array(resizedHeightPx * resizedWidthPx);
    for (let row = 0; row < resizedHeightPx; row++) {
      for (let column = 0; column < resizedWidthPx; column++) {
        const source = Math.floor((row * heightPx) / resizedHeightPx) * widthPx;
        resized[row * resizedWidthPx + column] = mask[
          source + Math.floor((column * widthPx) / resizedWidthPx)
        ] as number;
      }
    }
    const box = [4.5, 3.5, 33.3, 22.2];
    const expected = directRoiAlign(resized, resizedHeightPx, resizedWidthPx, box, 14);
    maskTarget(mask, box, 14, { heightPx, widthPx, resizedHeightPx, resizedWidthPx }).forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index] as number, 5);
    });
  });
});
