import type { Stage } from "../compose/Stage.ts";
import { type Color, scaleColor } from "../drawing/Color.ts";
import { Drawing } from "../drawing/Drawing.ts";
import { PlaneBrush } from "../drawing/PlaneBrush.ts";
import { convexHull } from "../geometry/convexHull.ts";
import { Plane } from "../geometry/Plane.ts";
import type { PointM } from "../geometry/Point.ts";
import { type SceneObject, solidPieces } from "../object/SceneObject.ts";
import type { Dice } from "../random/Dice.ts";

export interface BoxSize {
  /** Along its heading, across it, up. */
  readonly lengthM: number;
  readonly widthM: number;
  readonly heightM: number;
}

export type BoxKind = "skip" | "hedge" | "kiosk" | "crates";

/** Box-shaped things of about a car's size that are not cars: skips, clipped hedges, kiosks, stacked crates. */
export function drawBox(
  stage: Stage,
  dice: Dice,
  at: PointM,
  headingRad: number,
  size: BoxSize,
  kind: BoxKind,
  base: Color,
): SceneObject {
  const drawing = new Drawing();
  const { camera } = stage;
  const [c, s] = [Math.cos(headingRad), Math.sin(headingRad)];
  const half = [size.lengthM / 2, size.widthM / 2] as const;
  const corner = (x: number, y: number, z: number): PointM => [at[0] + x * c - y * s, at[1] + x * s + y * c, z];
  const corners = [-1, 1].flatMap((x) =>
    [-1, 1].flatMap((y) => [0, size.heightM].map((z) => camera.projectPoint(corner(x * half[0], y * half[1], z)))),
  );
  const hull = convexHull(corners);
  drawing.fill(hull, stage.lit(scaleColor(base, 0.7), null, at));
  const sides: [number, number, number, number][] = [
    [half[0], 0, headingRad, half[1]],
    [-half[0], 0, headingRad + Math.PI, half[1]],
    [0, half[1], headingRad + Math.PI / 2, half[0]],
    [0, -half[1], headingRad - Math.PI / 2, half[0]],
  ];
  for (const [x, y, facing, halfWidth] of sides) {
    const plane = new Plane(corner(x, y, 0), facing);
    if (!plane.facesPoint(camera.pose.positionM)) continue;
    const brush = new PlaneBrush(stage, plane, drawing);
    brush.rect(-halfWidth, 0, halfWidth, size.heightM, base);
    drawFace(brush, dice, halfWidth, size.heightM, kind, base);
  }
  if (camera.pose.positionM[2] > size.heightM) {
    const lid = [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ].map(([x, y]) => corner((x ?? 0) * half[0], (y ?? 0) * half[1], size.heightM));
    drawing.fill(camera.project(lid), stage.lit(scaleColor(base, kind === "skip" ? 0.3 : 1.08), [0, 0, 1], at));
  }
  return { distanceM: camera.groundDistanceM(at), drawing, outline: solidPieces([hull]), categoryName: null };
}

function drawFace(brush: PlaneBrush, dice: Dice, w: number, h: number, kind: BoxKind, base: Color): void {
  switch (kind) {
    case "skip":
      for (let u = -w + 0.3; u < w - 0.1; u += 0.55) brush.rect(u, 0, u + 0.1, h, scaleColor(base, 0.7));
      brush.rect(-w, h * 0.9, w, h, scaleColor(base, 1.15));
      brush.rect(-w, 0, w, h * 0.12, scaleColor(base, 0.5));
      return;
    case "hedge":
      for (let i = 0; i < 26; i++) {
        const [u, v, r] = [dice.range(-w * 0.95, w * 0.92), dice.range(h * 0.05, h * 0.9), dice.range(0.05, 0.12)];
        brush.polygon(
          [
            [u - r, v],
            [u, v + r],
            [u + r, v],
            [u, v - r],
          ],
          scaleColor(base, dice.chance(0.5) ? 1.3 : 0.7),
          0.7,
        );
      }
      brush.rect(-w, 0, w, h * 0.14, scaleColor(base, 0.5), 0.7);
      return;
    case "kiosk":
      brush.rect(-w * 0.75, h * 0.42, w * 0.75, h * 0.74, [0.13, 0.15, 0.18]);
      brush.rect(-w, h * 0.8, w, h * 0.98, [0.92, 0.9, 0.85]);
      for (let i = 0; i < 5; i++)
        brush.rect(-w + (i * 2 * w) / 5, h * 0.74, -w + ((i * 2 + 1) * w) / 5, h * 0.84, [0.8, 0.25, 0.2]);
      return;
    case "crates":
      for (const v of [0.33, 0.66]) brush.rect(-w, h * v - 0.03, w, h * v + 0.02, scaleColor(base, 0.5));
      brush.rect(-0.05, 0, 0.05, h, scaleColor(base, 0.55));
  }
}
