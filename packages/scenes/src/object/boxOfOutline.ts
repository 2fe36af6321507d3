import type { OutlinePiece } from "./SceneObject.ts";

export type BoxXyxyPx = readonly [left: number, top: number, right: number, bottom: number];

/** The box around an outline, clipped to nothing; an inside-out box of an empty outline. */
export function boxOfOutline(outline: readonly OutlinePiece[]): BoxXyxyPx {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const piece of outline) {
    for (const [x, y] of piece.outer) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return [left, top, right, bottom];
}
