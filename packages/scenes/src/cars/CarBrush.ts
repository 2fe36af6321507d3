import type { Stage } from "../compose/Stage.ts";
import { type Color, mixColors, scaleColor } from "../drawing/Color.ts";
import type { Drawing, Paint } from "../drawing/Drawing.ts";
import { circlePoints } from "../geometry/circlePoints.ts";
import { convexHull } from "../geometry/convexHull.ts";
import type { PointPx } from "../geometry/Point.ts";
import type { CarModel } from "./CarModel.ts";
import type { CarLook } from "./drawCar.ts";

type Local = readonly [x: number, y: number, z: number];

/** Draws in a car's own frame: x forward, y to its right, z up, metres. */
export class CarBrush {
  readonly stage: Stage;
  readonly car: CarModel;
  readonly scalePx: number;

  constructor(stage: Stage, car: CarModel) {
    this.stage = stage;
    this.car = car;
    this.scalePx = stage.camera.scaleAt(car.centre);
  }

  px(x: number, y: number, z: number): PointPx {
    return this.stage.camera.projectPoint(this.car.toStreet(x, y, z));
  }

  face(points: readonly (readonly number[])[]): PointPx[] {
    return points.map((point) => this.px(point[0] as number, point[1] as number, point[2] as number));
  }

  isSeen(at: Local, normal: Local): boolean {
    const eye = this.car.fromStreet(this.stage.camera.pose.positionM);
    return normal[0] * (eye[0] - at[0]) + normal[1] * (eye[1] - at[1]) + normal[2] * (eye[2] - at[2]) > 0;
  }

  /** Paint of the body: what looks up mirrors the sky. */
  skin(base: Color, normal: Local): Color {
    const { air } = this.stage;
    const street = this.car.directionToStreet(...normal);
    const gloss = Math.max(0, normal[2]) * 0.17;
    return this.stage.lit(mixColors(base, air.skyHorizon, gloss), street, this.car.centre);
  }

  /** Glass shows a bright sky at its top and the dark inside below. */
  glass(ring: readonly PointPx[], tilt: number): Paint {
    const { air } = this.stage;
    const dark = this.stage.lit([0.1, 0.12, 0.15], null, this.car.centre);
    const sky = this.stage.glowing(scaleColor(mixColors(air.skyTop, air.skyHorizon, 0.5), 0.78), this.car.centre);
    const ys = ring.map((point) => point[1]);
    return {
      from: [0, Math.min(...ys)],
      to: [0, Math.max(...ys) + 0.01],
      stops: [
        [0, mixColors(dark, sky, 0.25 + 0.55 * tilt)],
        [0.55, mixColors(dark, sky, 0.08 + 0.4 * tilt)],
        [1, dark],
      ],
    };
  }

  /** Windscreen and rear window, where they face the camera. */
  drawScreens(drawing: Drawing): void {
    const [rearFoot, rearTop, frontTop, frontFoot] = this.car.shape.greenhouse;
    const screens = [
      { foot: frontFoot, top: frontTop, direction: 1, low: 0.1 },
      { foot: rearFoot, top: rearTop, direction: -1, low: this.car.shape.hasRearWindow ? 0.16 : 0.5 },
    ];
    for (const { foot, top, direction, low } of screens) {
      const [dx, dz] = [top[0] - foot[0], top[1] - foot[1]];
      const length = Math.sqrt(dx * dx + dz * dz);
      const normal: Local = [(direction * dz) / length, 0, (direction * -dx) / length];
      if (!this.isSeen([(foot[0] + top[0]) / 2, 0, (foot[1] + top[1]) / 2], normal)) continue;
      const at = (share: number): [number, number] => [foot[0] + dx * share, foot[1] + dz * share];
      const [a, b] = [at(low), at(0.86)];
      const wa = this.car.halfWidthM(...a) - 0.09;
      const wb = this.car.halfWidthM(...b) - 0.1;
      // A van's rear doors have two small windows, everything else one wide one.
      const panes =
        this.car.shape.hasRearWindow || direction === 1
          ? [[-1, 1]]
          : [
              [-0.86, -0.1],
              [0.1, 0.86],
            ];
      for (const [left, right] of panes as [number, number][]) {
        const ring = this.face([
          [a[0], wa * left, a[1]],
          [a[0], wa * right, a[1]],
          [b[0], wb * right, b[1]],
          [b[0], wb * left, b[1]],
        ]);
        drawing.fill(ring, this.glass(ring, 0.9));
      }
    }
  }

  drawSideWindows(drawing: Drawing, look: CarLook, side: 1 | -1, eye: Local): void {
    const [rearFoot, rearTop, frontTop, frontFoot] = this.car.shape.greenhouse;
    if (Math.abs(eye[1]) < this.car.shape.widthM * 0.35) return;
    const at = (x: number, z: number): number[] => [x, side * this.car.halfWidthM(x, z), z];
    const profile = [rearFoot, rearTop, frontTop, frontFoot] as const;
    const panel = this.face(profile.map(([x, z]) => at(x, z)));
    drawing.fill(panel, this.skin(look.body, [0, side, 0.15]));
    const beltZ = rearFoot[1] + 0.06;
    for (const [from, to] of this.car.shape.windows) {
      const top = (x: number): number => roofLineZ(profile, x) - 0.1;
      const inner = profile
        .slice(1, 3)
        .map(([x]) => x)
        .filter((x) => x > from && x < to);
      const upper = [from, ...inner, to].map((x) => at(x, Math.max(top(x), beltZ + 0.03)));
      const ring = this.face([at(from, beltZ), ...upper, at(to, beltZ)]);
      drawing.fill(ring, this.glass(ring, 0.35));
    }
    if (look.hasRoofRails && this.scalePx > 12) {
      const rail = [rearTop, frontTop].map(([x, z]) =>
        this.px(x * 0.92, side * (this.car.halfWidthM(x, z) - 0.04), z - 0.01),
      );
      drawing.line(
        rail,
        this.stage.lit([0.12, 0.12, 0.13], null, this.car.centre),
        Math.max(0.4, 0.03 * this.scalePx),
        0.8,
      );
    }
  }

  drawWheelFace(drawing: Drawing, x: number, side: 1 | -1, rim: Color): void {
    const radius = this.car.shape.wheelRadiusM;
    const y = side * this.car.halfWidthM(x, 0.6) * 0.987;
    const disc = (share: number): PointPx[] =>
      circlePoints(x, radius, radius * share, radius * share, 16).map(([px, z]) => this.px(px, y, z));
    const normal = this.car.directionToStreet(0, side, 0.2);
    drawing.fill(disc(0.985), this.stage.lit([0.09, 0.09, 0.1], null, this.car.centre));
    drawing.fill(disc(0.66), this.stage.lit(rim, normal, this.car.centre));
    if (this.scalePx < 11) return;
    const dark = this.stage.lit(scaleColor(rim, 0.42), null, this.car.centre);
    for (let spoke = 0; spoke < 5; spoke++) {
      const angle = (spoke * 2 * Math.PI) / 5 + 0.4;
      const tip: PointPx = this.px(x + 0.52 * radius * Math.cos(angle), y, radius + 0.52 * radius * Math.sin(angle));
      const root: PointPx = this.px(x + 0.26 * radius * Math.cos(angle), y, radius + 0.26 * radius * Math.sin(angle));
      drawing.line([root, tip], dark, Math.max(0.4, 0.055 * this.scalePx), 0.9);
    }
    drawing.fill(disc(0.16), dark);
  }

  mirror(side: 1 | -1): PointPx[] {
    const [, , , foot] = this.car.shape.greenhouse;
    const [x, z] = [foot[0] - 0.28, foot[1] + 0.1];
    const y = this.car.halfWidthM(x, z);
    return convexHull(
      [0, 0.11].flatMap((dx) =>
        [-0.05, 0.17].flatMap((dy) => [-0.05, 0.09].map((dz) => this.px(x + dx, side * (y + dy), z + dz))),
      ),
    );
  }
}

function roofLineZ(profile: readonly (readonly [number, number])[], x: number): number {
  for (let i = 0; i + 1 < profile.length; i++) {
    const [x0, z0] = profile[i] as readonly [number, number];
    const [x1, z1] = profile[i + 1] as readonly [number, number];
    if (x >= x0 && x <= x1) return x1 === x0 ? Math.max(z0, z1) : z0 + ((z1 - z0) * (x - x0)) / (x1 - x0);
  }
  return (profile[0] as readonly [number, number])[1];
}
