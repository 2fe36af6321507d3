import type { Stage } from "../compose/Stage.ts";
import { type Color, scaleColor } from "../drawing/Color.ts";
import { Drawing, type Paint } from "../drawing/Drawing.ts";
import type { PointM, PointPx } from "../geometry/Point.ts";
import { type OutlinePiece, type SceneObject, solidPieces } from "../object/SceneObject.ts";

type Local = readonly [u: number, v: number];

/** Draws a flat thing that always faces the camera: u to the right, v up, metres from the point where it stands. */
export class SpriteBrush {
  readonly stage: Stage;
  readonly at: PointM;
  readonly scalePx: number;
  readonly drawing = new Drawing();
  readonly #foot: PointPx;
  readonly #outline: OutlinePiece[] = [];

  constructor(stage: Stage, at: PointM) {
    this.stage = stage;
    this.at = at;
    this.scalePx = stage.camera.scaleAt(at);
    this.#foot = stage.camera.projectPoint(at);
  }

  px([u, v]: Local): PointPx {
    return [this.#foot[0] + u * this.scalePx, this.#foot[1] - v * this.scalePx];
  }

  color(base: Color, shade = 1): Color {
    return this.stage.lit(scaleColor(base, shade), null, this.at);
  }

  /** Something opaque: painted and part of the outline. */
  solid(points: readonly Local[], base: Color, shade = 1): void {
    this.solidPaint(points, this.color(base, shade));
  }

  solidPaint(points: readonly Local[], paint: Paint): void {
    const ring = points.map((point) => this.px(point));
    this.#outline.push(...solidPieces([ring]));
    this.drawing.fill(ring, paint);
  }

  /** A ring-shaped tube, as a wheel. */
  tube(outer: readonly Local[], inner: readonly Local[], base: Color): void {
    const rings = [outer.map((point) => this.px(point)), inner.map((point) => this.px(point))] as const;
    this.#outline.push({ outer: rings[0], holes: [rings[1]] });
    this.drawing.fillRings(rings, this.color(base));
  }

  /** A straight tube between two points. */
  bar(from: Local, to: Local, thicknessM: number, base: Color, shade = 1): void {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const length = Math.sqrt(dx * dx + dy * dy) || 1;
    const [nx, ny] = [(-dy / length) * (thicknessM / 2), (dx / length) * (thicknessM / 2)];
    this.solid(
      [
        [from[0] + nx, from[1] + ny],
        [to[0] + nx, to[1] + ny],
        [to[0] - nx, to[1] - ny],
        [from[0] - nx, from[1] - ny],
      ],
      base,
      shade,
    );
  }

  /** Detail on something already painted; hides nothing by itself, so it must stay inside. */
  detail(points: readonly Local[], base: Color, shade = 1, opacity = 1): void {
    this.drawing.fill(
      points.map((point) => this.px(point)),
      this.color(base, shade),
      opacity,
    );
  }

  object(nearerM = 0): SceneObject {
    return {
      distanceM: this.stage.camera.groundDistanceM(this.at) - nearerM,
      drawing: this.drawing,
      outline: this.#outline,
      categoryName: null,
    };
  }
}
