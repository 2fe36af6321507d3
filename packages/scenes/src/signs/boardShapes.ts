import { circlePoints } from "../geometry/circlePoints.ts";
import { roundedCorners } from "../geometry/roundedCorners.ts";

export type BoardOutline = "rectangle" | "round" | "triangle" | "yield" | "octagon" | "diamond" | "pointer";

/** The outline of a board of the given size around its centre, in metres (u right, v up). */
export function boardShape(
  outline: BoardOutline,
  widthM: number,
  heightM: number,
  turn: 1 | -1 = 1,
): [number, number][] {
  const [w, h] = [widthM / 2, heightM / 2];
  const cut = Math.min(widthM, heightM) * 0.1;
  switch (outline) {
    case "rectangle":
      return roundedCorners(
        [
          [-w, -h],
          [w, -h],
          [w, h],
          [-w, h],
        ],
        cut * 0.6,
      );
    case "round":
      return circlePoints(0, 0, w, h, 28);
    case "triangle":
      return roundedCorners(
        [
          [-w, -h],
          [w, -h],
          [0, h],
        ],
        cut,
      );
    case "yield":
      return roundedCorners(
        [
          [-w, h],
          [0, -h],
          [w, h],
        ],
        cut,
      );
    case "octagon":
      return circlePoints(0, 0, 1, 1, 8).map(([x, y]) => {
        const [cos, sin] = [Math.cos(Math.PI / 8), Math.sin(Math.PI / 8)];
        return [(x * cos - y * sin) * w * 1.05, (x * sin + y * cos) * h * 1.05];
      });
    case "diamond":
      return roundedCorners(
        [
          [0, -h],
          [w, 0],
          [0, h],
          [-w, 0],
        ],
        cut,
      );
    case "pointer": {
      const tip = Math.min(h, w * 0.5);
      return (
        [
          [-w, -h],
          [w - tip, -h],
          [w, 0],
          [w - tip, h],
          [-w, h],
        ] as [number, number][]
      ).map(([x, y]) => [x * turn, y]);
    }
  }
}

export function scaledShape(shape: readonly (readonly [number, number])[], share: number): [number, number][] {
  return shape.map(([u, v]) => [u * share, v * share]);
}
