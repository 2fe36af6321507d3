import { Drawing } from "../drawing/Drawing.ts";
import { convexHull } from "../geometry/convexHull.ts";
import type { PointM } from "../geometry/Point.ts";
import type { Stage } from "./Stage.ts";

const SHADOW_COLOR = [0.06, 0.07, 0.11] as const;

/** The shadow of a convex thing on the ground, and the darkness right under it. */
export function castShadow(stage: Stage, corners: readonly PointM[], footprint: readonly PointM[]): Drawing {
  const drawing = new Drawing();
  const { air, camera } = stage;
  const fade = Math.exp(-air.hazePerM * camera.groundDistanceM(corners[0] ?? [0, 0, 0]));
  const reach = Math.min(1 / Math.max(air.sun[2], 0.2), 3.2);
  for (const [share, opacity] of [
    [1, 0.55],
    [0.94, 0.45],
  ] as const) {
    const fallen = corners.map(
      (corner): PointM => [
        corner[0] - air.sun[0] * corner[2] * reach * share,
        corner[1] - air.sun[1] * corner[2] * reach * share,
        0,
      ],
    );
    if (fallen.every((point) => camera.isInFront(point))) {
      drawing.fill(
        convexHull(fallen.map((point) => camera.projectPoint(point))),
        SHADOW_COLOR,
        air.shadowOpacity * opacity * fade,
      );
    }
  }
  if (footprint.length > 0 && footprint.every((point) => camera.isInFront(point))) {
    const ring = convexHull(footprint.map((point) => camera.projectPoint(point)));
    drawing.fill(ring, SHADOW_COLOR, 0.5 * fade);
  }
  return drawing;
}

/** The shadow of something that stands on one foot. */
export function castRoundShadow(stage: Stage, at: PointM, radiusM: number, heightM: number): Drawing {
  const ring = (r: number, up: number): PointM[] =>
    Array.from({ length: 10 }, (_, i) => {
      const angle = (i / 10) * 2 * Math.PI;
      return [at[0] + r * Math.cos(angle), at[1] + r * Math.sin(angle), up];
    });
  return castShadow(
    stage,
    [...ring(radiusM * 0.4, 0), ...ring(radiusM, heightM)],
    ring(Math.min(radiusM, 0.5) * 0.9, 0),
  );
}
