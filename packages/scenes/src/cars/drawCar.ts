import type { Stage } from "../compose/Stage.ts";
import { type Color, scaleColor } from "../drawing/Color.ts";
import { Drawing } from "../drawing/Drawing.ts";
import { circlePoints } from "../geometry/circlePoints.ts";
import { convexHull } from "../geometry/convexHull.ts";
import type { PointPx } from "../geometry/Point.ts";
import { type SceneObject, solidPieces } from "../object/SceneObject.ts";
import { CarBrush } from "./CarBrush.ts";
import type { CarModel } from "./CarModel.ts";
import { drawCarEnd } from "./drawCarEnd.ts";
import { drawCarSide } from "./drawCarSide.ts";
import { roundedProfile } from "./roundedProfile.ts";

export interface CarLook {
  readonly body: Color;
  readonly rim: Color;
  readonly trim: Color;
  readonly lightsOn: boolean;
  readonly hasRoofRails: boolean;
  /** A stripe of another colour along the side, as on service vehicles. */
  readonly stripe: Color | null;
}

const TYRE: Color = [0.07, 0.07, 0.08];
const UNDERBODY: Color = [0.05, 0.05, 0.06];

/**
 * A car seen from wherever the camera stands. Body and greenhouse are convex, so each one's outline is the hull of its
 * corners: the outline that is annotated is exactly the one that is painted.
 */
export function drawCar(stage: Stage, car: CarModel, look: CarLook): SceneObject {
  const { camera } = stage;
  const eye = car.fromStreet(camera.pose.positionM);
  const brush = new CarBrush(stage, car);
  const drawing = new Drawing();
  const outline: PointPx[][] = [];
  const nearSide: 1 | -1 = eye[1] > 0 ? 1 : -1;

  const solid = (ring: PointPx[], color: Color): void => {
    outline.push(ring);
    drawing.fill(ring, color);
  };
  for (const side of [nearSide === 1 ? -1 : 1, nearSide] as const) {
    for (const x of car.shape.wheelX) solid(wheelHull(brush, car, x, side), TYRE);
  }

  solid(brush.mirror(nearSide === 1 ? -1 : 1), stage.lit(look.trim, null, car.centre));

  const lower = roundedProfile(car.shape.lower, 0.16);
  const greenhouse = roundedProfile(car.shape.greenhouse, 0.17);
  const under = lower.map(([x, z]): [number, number] => [x, Math.max(z - 0.02, 0.2)]);
  const hull = (profile: readonly (readonly [number, number])[]): PointPx[] =>
    convexHull(
      profile.flatMap(([x, z]) => [brush.px(x, car.halfWidthM(x, z), z), brush.px(x, -car.halfWidthM(x, z), z)]),
    );
  const lowerHull = hull(lower);
  // In the paint's own shade, so that the hairlines where strips meet do not show.
  solid(lowerHull, stage.lit(scaleColor(look.body, 0.92), null, car.centre));
  drawing.fill(
    brush.face(
      [under[0], under.at(-1)].flatMap((p) =>
        p === undefined
          ? []
          : [
              [p[0], 0.8, p[1]],
              [p[0], -0.8, p[1]],
            ],
      ),
    ),
    UNDERBODY,
  );

  // The body's skin in strips across the car, from the far end to the near one, then the greenhouse on top of it.
  drawStrips(brush, drawing, car, lower, look.body, eye[0]);
  if (car.shape.bed !== null) drawBed(brush, drawing, car, car.shape.bed);
  drawCarEnd(brush, drawing, look, eye[0] > 0 ? 1 : -1, lower);
  drawCarSide(brush, drawing, look, nearSide, lower);

  const greenhouseHull = hull(greenhouse);
  outline.push(greenhouseHull);
  drawing.fill(greenhouseHull, stage.lit(scaleColor(look.body, 0.92), null, car.centre));
  drawStrips(brush, drawing, car, greenhouse, look.body, eye[0]);
  brush.drawScreens(drawing);
  brush.drawSideWindows(drawing, look, nearSide, eye);

  if (Math.abs(eye[1]) > car.shape.widthM * 0.5) {
    for (const x of car.shape.wheelX) brush.drawWheelFace(drawing, x, nearSide, look.rim);
  }
  solid(brush.mirror(nearSide), stage.lit(look.trim, null, car.centre));
  return { distanceM: camera.groundDistanceM(car.centre), drawing, outline: solidPieces(outline), categoryName: "car" };
}

function wheelHull(brush: CarBrush, car: CarModel, x: number, side: 1 | -1): PointPx[] {
  const radius = car.shape.wheelRadiusM;
  const disc = circlePoints(x, radius, radius, radius, 18);
  const outside = car.halfWidthM(x, 0.6) * 0.985;
  return convexHull(
    disc.flatMap(([px, z]) => [brush.px(px, side * outside, z), brush.px(px, side * (outside - 0.22), z)]),
  );
}

function drawStrips(
  brush: CarBrush,
  drawing: Drawing,
  car: CarModel,
  profile: readonly (readonly [number, number])[],
  body: Color,
  eyeX: number,
): void {
  const strips = [];
  for (let i = 0; i + 1 < profile.length; i++) {
    const [x0, z0] = profile[i] as readonly [number, number];
    const [x1, z1] = profile[i + 1] as readonly [number, number];
    strips.push({ x0, z0, x1, z1, away: Math.abs((x0 + x1) / 2 - eyeX) });
  }
  strips.sort((a, b) => b.away - a.away);
  for (const { x0, z0, x1, z1 } of strips) {
    const length = Math.sqrt((x1 - x0) ** 2 + (z1 - z0) ** 2);
    if (length < 1e-6) continue;
    // Walking from rear to front over the top, the outside is to the left.
    const normal: [number, number, number] = [-(z1 - z0) / length, 0, (x1 - x0) / length];
    if (!brush.isSeen([(x0 + x1) / 2, 0, (z0 + z1) / 2], normal)) continue;
    const [w0, w1] = [car.halfWidthM(x0, z0), car.halfWidthM(x1, z1)];
    drawing.fill(
      brush.face([
        [x0, -w0, z0],
        [x1, -w1, z1],
        [x1, w1, z1],
        [x0, w0, z0],
      ]),
      brush.skin(body, normal),
    );
  }
}

function drawBed(brush: CarBrush, drawing: Drawing, car: CarModel, [from, to]: readonly [number, number]): void {
  const z = 1.135;
  const w = car.shape.widthM / 2 - 0.16;
  if (!brush.isSeen([(from + to) / 2, 0, z], [0, 0, 1])) return;
  drawing.fill(
    brush.face([
      [from, -w, z - 0.02],
      [to, -w, z],
      [to, w, z],
      [from, w, z - 0.02],
    ]),
    brush.skin([0.13, 0.13, 0.14], [0, 0, 1]),
  );
}
