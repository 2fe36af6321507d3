import type { BoxXywhPx } from "../../document/types.ts";

/**
 * The corners of a box turned about a point.
 * @param turnRadians clockwise on the screen.
 */
export function turnedBoxRing(
  [x, y, width, height]: BoxXywhPx,
  turnRadians: number,
  [aboutX, aboutY]: readonly [number, number],
): number[] {
  const [cos, sin] = [Math.cos(turnRadians), Math.sin(turnRadians)];
  const corners = [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ] as const;
  return corners.flatMap(([cornerX, cornerY]) => {
    const [dx, dy] = [cornerX - aboutX, cornerY - aboutY];
    return [aboutX + dx * cos - dy * sin, aboutY + dx * sin + dy * cos];
  });
}
