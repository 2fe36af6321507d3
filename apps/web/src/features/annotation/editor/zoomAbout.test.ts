import { expect, test } from "vitest";
import { zoomAbout } from "./useStageView.ts";

test("the point under the cursor stays where it is", () => {
  const view = { scale: 2, offsetX: 10, offsetY: -4 };
  const at = { x: 110, y: 96 }; // image point (50, 50)
  const zoomed = zoomAbout(view, 3, at, 0.1);
  expect(zoomed.scale).toBe(6);
  expect((at.x - zoomed.offsetX) / zoomed.scale).toBeCloseTo(50, 10);
  expect((at.y - zoomed.offsetY) / zoomed.scale).toBeCloseTo(50, 10);
});

test("zoom ends at its least scale", () => {
  expect(zoomAbout({ scale: 1, offsetX: 0, offsetY: 0 }, 0.01, { x: 0, y: 0 }, 0.5).scale).toBe(0.5);
});
