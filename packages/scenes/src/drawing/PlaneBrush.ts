import type { Stage } from "../compose/Stage.ts";
import { circlePoints } from "../geometry/circlePoints.ts";
import type { Plane } from "../geometry/Plane.ts";
import type { PointPx } from "../geometry/Point.ts";
import type { Dice } from "../random/Dice.ts";
import type { Color } from "./Color.ts";
import type { Drawing } from "./Drawing.ts";

/** Draws on an upright plane, in its own metres. */
export class PlaneBrush {
  readonly stage: Stage;
  readonly plane: Plane;
  readonly drawing: Drawing;

  constructor(stage: Stage, plane: Plane, drawing: Drawing) {
    this.stage = stage;
    this.plane = plane;
    this.drawing = drawing;
  }

  ring(points: readonly (readonly [number, number])[]): PointPx[] {
    return this.stage.camera.project(points.map(([u, v]) => this.plane.toStreet(u, v)));
  }

  color(base: Color, u = 0, v = 0): Color {
    return this.stage.lit(base, this.plane.normal, this.plane.toStreet(u, v));
  }

  polygon(points: readonly (readonly [number, number])[], base: Color, opacity = 1): void {
    const [u, v] = points[0] ?? [0, 0];
    this.drawing.fill(this.ring(points), this.color(base, u, v), opacity);
  }

  rect(left: number, bottom: number, right: number, top: number, base: Color, opacity = 1): void {
    this.polygon(
      [
        [left, bottom],
        [right, bottom],
        [right, top],
        [left, top],
      ],
      base,
      opacity,
    );
  }

  disc(u: number, v: number, radius: number, base: Color, radiusV = radius): void {
    this.polygon(circlePoints(u, v, radius, radiusV, 22), base);
  }

  /** Pixels per metre at a place of the plane; 0 behind the camera. */
  scaleAt(u: number, v: number): number {
    const point = this.plane.toStreet(u, v);
    return this.stage.camera.isInFront(point) ? this.stage.camera.scaleAt(point) : 0;
  }

  /** A row of marks that read as writing from afar: bars and crossbars, in no alphabet. */
  writing(dice: Dice, left: number, right: number, bottom: number, height: number, base: Color): void {
    const stroke = height * 0.2;
    const advance = height * dice.range(0.72, 0.95);
    for (let u = left; u + advance * 0.8 <= right; u += advance) {
      const width = advance * 0.68;
      const kind = dice.whole(0, 8);
      if (kind === 8 && u > left) continue;
      if (kind !== 1 && kind !== 6) this.rect(u, bottom, u + stroke, bottom + height, base);
      if (kind === 0 || kind === 2 || kind === 6)
        this.rect(u + width - stroke, bottom, u + width, bottom + height, base);
      if (kind === 1) this.rect(u + width / 2 - stroke / 2, bottom, u + width / 2 + stroke / 2, bottom + height, base);
      if (kind === 0 || kind === 1 || kind === 4 || kind === 6)
        this.rect(u, bottom + height - stroke, u + width, bottom + height, base);
      if (kind === 2 || kind === 4 || kind === 5)
        this.rect(u, bottom + height * 0.42, u + width, bottom + height * 0.42 + stroke, base);
      if (kind === 3 || kind === 4 || kind === 0) this.rect(u, bottom, u + width, bottom + stroke, base);
      if (kind === 5 || kind === 7) {
        this.polygon(
          [
            [u + width - stroke, bottom],
            [u + width, bottom],
            [u + stroke, bottom + height],
            [u, bottom + height],
          ],
          base,
        );
      }
    }
  }

  /** An arrow inside a square of the given half size. @param turnRad 0 points up, a quarter turn to the right. */
  arrow(u: number, v: number, half: number, turnRad: number, base: Color): void {
    const shape: [number, number][] = [
      [-0.16, -0.9],
      [0.16, -0.9],
      [0.16, 0.1],
      [0.6, 0.1],
      [0, 0.95],
      [-0.6, 0.1],
      [-0.16, 0.1],
    ];
    const [cos, sin] = [Math.cos(turnRad), Math.sin(turnRad)];
    this.polygon(
      shape.map(([x, y]) => [u + half * (x * cos + y * sin), v + half * (-x * sin + y * cos)]),
      base,
    );
  }
}
