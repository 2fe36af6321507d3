import { type Color, mixColors, scaleColor } from "../drawing/Color.ts";
import type { Drawing } from "../drawing/Drawing.ts";
import { circlePoints } from "../geometry/circlePoints.ts";
import type { CarBrush } from "./CarBrush.ts";
import type { CarLook } from "./drawCar.ts";

type Profile = readonly (readonly [number, number])[];

/** The flank below the belt line: paint, wheel arches, sill, door gaps and handles. */
export function drawCarSide(brush: CarBrush, drawing: Drawing, look: CarLook, side: 1 | -1, lower: Profile): void {
  const { car, stage, scalePx } = brush;
  const eye = car.fromStreet(stage.camera.pose.positionM);
  if (Math.abs(eye[1]) < car.shape.widthM * 0.36) return;
  const at = (x: number, z: number): number[] => [x, side * car.halfWidthM(x, z), z];
  const ring = brush.face(lower.map(([x, z]) => at(x, z)));
  const skin = brush.skin(look.body, [0, side, 0]);
  const ys = ring.map((point) => point[1]);
  drawing.fill(ring, {
    from: [0, Math.min(...ys)],
    to: [0, Math.max(...ys)],
    stops: [
      [0, mixColors(skin, stage.air.skyHorizon, 0.22)],
      [0.22, skin],
      [0.45, scaleColor(skin, 1.06)],
      [0.62, scaleColor(skin, 0.86)],
      [1, scaleColor(skin, 0.55)],
    ],
  });
  const xs = lower.map(([x]) => x);
  const [rear, front] = [Math.min(...xs), Math.max(...xs)];
  const beltZ = car.shape.greenhouse[0][1];
  const band = (from: number, to: number, low: number, high: number, color: Color, opacity = 1): void =>
    drawing.fill(brush.face([at(from, low), at(to, low), at(to, high), at(from, high)]), color, opacity);
  const sillZ = (lower[0] as readonly [number, number])[1];
  band(
    car.shape.wheelX[0],
    car.shape.wheelX[1],
    sillZ + 0.01,
    sillZ + 0.13,
    stage.lit([0.1, 0.1, 0.11], null, car.centre),
    0.85,
  );
  if (look.stripe !== null)
    band(rear + 0.12, front - 0.3, beltZ * 0.62, beltZ * 0.74, stage.lit(look.stripe, null, car.centre));
  for (const x of car.shape.wheelX) {
    const radius = car.shape.wheelRadiusM * 1.17;
    const arch = circlePoints(x, car.shape.wheelRadiusM, radius, radius, 20).filter(([, z]) => z > sillZ);
    drawing.fill(
      brush.face(archRing(arch, sillZ, x).map(([px, z]) => at(px, z))),
      stage.lit([0.06, 0.06, 0.07], null, car.centre),
    );
  }
  if (scalePx < 9) return;
  const gap = stage.lit(scaleColor(look.body, 0.35), null, car.centre);
  const pen = Math.max(0.35, 0.018 * scalePx);
  const doors = [...new Set(car.shape.windows.flat())].filter((x) => x > rear + 0.5);
  for (const x of [Math.max(...doors), ...car.shape.windows.map(([from]) => from - 0.04)]) {
    if (x < rear + 0.4) continue;
    drawing.line(brush.face([at(x, beltZ), at(x, sillZ + 0.15)]), gap, pen, 0.7);
  }
  for (const [from] of car.shape.windows) {
    drawing.line(brush.face([at(from + 0.12, beltZ - 0.13), at(from + 0.32, beltZ - 0.13)]), gap, pen * 1.8, 0.8);
  }
  // Lamps wrap around the corners.
  band(rear + 0.03, rear + 0.2, beltZ * 0.72, beltZ * 0.9, stage.lit([0.72, 0.08, 0.08], null, car.centre));
  band(front - 0.34, front - 0.1, beltZ * 0.66, beltZ * 0.76, stage.lit([0.93, 0.93, 0.88], null, car.centre));
}

/** The part of a wheel arch above the sill as a closed ring. */
function archRing(arch: readonly [number, number][], sillZ: number, x: number): [number, number][] {
  const sorted = [...arch].sort((a, b) => Math.atan2(b[1] - sillZ, b[0] - x) - Math.atan2(a[1] - sillZ, a[0] - x));
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return [];
  return [[first[0], sillZ], ...sorted, [last[0], sillZ]];
}
