import type { Stage } from "../compose/Stage.ts";
import { type Color, hexColor, mixColors, scaleColor } from "../drawing/Color.ts";
import type { Drawing, Paint } from "../drawing/Drawing.ts";
import type { PointM } from "../geometry/Point.ts";
import type { Dice } from "../random/Dice.ts";
import type { StreetPlan } from "./StreetPlan.ts";

const FAR_M = 400;
const UP: PointM = [0, 0, 1];

/** Grass, pavement, kerb and carriageway, with markings, patches, drain covers and puddles. */
export function drawGround(stage: Stage, dice: Dice, plan: StreetPlan, drawing: Drawing): void {
  const ground = new GroundBrush(stage, drawing);
  const { air } = stage;
  const grass = mixColors(hexColor("#7fa552"), hexColor("#b0a866"), dice.range(0, 0.6));
  const paving = mixColors(hexColor("#c2bdb2"), hexColor("#b39f8e"), dice.range(0, 1));
  const asphalt = scaleColor(
    mixColors(hexColor("#86878a"), hexColor("#686b72"), dice.range(0, 1)),
    air.wetness > 0.6 ? 0.72 : 1,
  );
  ground.band(-300, 300, grass);
  ground.band(-plan.frontM, plan.frontM, paving);
  for (const side of [-1, 1]) {
    const [inner, outer] = [side * plan.roadHalfM, side * (plan.roadHalfM + 0.28)];
    ground.band(Math.min(inner, outer), Math.max(inner, outer), scaleColor(paving, 1.16));
    drawPavingJoints(ground, plan, side, scaleColor(paving, 0.8));
  }
  ground.band(-plan.roadHalfM, plan.roadHalfM, asphalt);
  for (const side of [-1, 1]) {
    const [inner, outer] = [side * (plan.roadHalfM - 0.3), side * plan.roadHalfM];
    ground.band(Math.min(inner, outer), Math.max(inner, outer), scaleColor(asphalt, 0.82));
  }
  for (let i = 0; i < 16; i++) {
    const [s, t] = [dice.range(-30, 60), dice.range(-plan.roadHalfM, plan.roadHalfM - 1)];
    ground.patch(s, t, dice.range(1, 7), dice.range(0.4, 1.6), scaleColor(asphalt, dice.chance(0.5) ? 0.84 : 1.1), 0.5);
  }
  drawMarkings(ground, dice, plan);
  for (let i = 0; i < 5; i++)
    ground.disc(dice.range(-15, 30), dice.range(-plan.roadHalfM, plan.roadHalfM), 0.34, hexColor("#3a3b3e"), 0.8);
  const puddles = Math.round(air.wetness * 9);
  for (let i = 0; i < puddles; i++) {
    ground.glare(
      dice.range(-20, 40),
      dice.range(-plan.frontM, plan.frontM),
      dice.range(0.5, 2.4),
      dice.range(0.25, 0.8),
    );
  }
}

function drawPavingJoints(ground: GroundBrush, plan: StreetPlan, side: number, color: Color): void {
  const [from, to] = [side * (plan.roadHalfM + 0.3), side * plan.frontM];
  for (let s = -40; s < 50; s += 1.5) ground.line([s, from], [s, to], 0.03, color, 0.5);
  for (let k = 1; k < 3; k++) {
    const t = from + ((to - from) * k) / 3;
    for (let s = -40; s < 50; s += 6) ground.line([s, t], [s + 6, t], 0.03, color, 0.5);
  }
}

function drawMarkings(ground: GroundBrush, dice: Dice, plan: StreetPlan): void {
  const white: Color = mixColors([0.93, 0.93, 0.9], [0.6, 0.6, 0.6], dice.range(0, 0.35));
  const start = dice.range(0, 6);
  for (let s = -60 + start; s < 130; s += 6) {
    if (plan.crossingsM.some((crossing) => Math.abs(crossing - s - 1.5) < 5)) continue;
    ground.patch(s, -0.07, 3, 0.14, white, 0.9);
  }
  if (plan.hasParking) {
    for (const side of [-1, 1]) {
      const inner = side * plan.laneHalfM;
      ground.patch(-60, inner - 0.05, 200, 0.1, white, 0.75);
      for (let s = -40 + start; s < 90; s += 5.6)
        ground.patch(
          s,
          Math.min(inner, side * plan.roadHalfM),
          0.1,
          plan.roadHalfM - plan.laneHalfM - 0.2,
          white,
          0.75,
        );
    }
  }
  for (const crossing of plan.crossingsM) {
    for (let t = -plan.roadHalfM + 0.35; t < plan.roadHalfM - 0.5; t += 1)
      ground.patch(crossing - 1.6, t, 3.2, 0.5, white, 0.95);
  }
  if (dice.chance(0.35)) {
    const [s, t] = [dice.range(2, 26), plan.laneHalfM * 0.5];
    ground.polygon(
      [
        [s, t - 0.1],
        [s + 2, t - 0.1],
        [s + 2, t - 0.4],
        [s + 3.4, t],
        [s + 2, t + 0.4],
        [s + 2, t + 0.1],
        [s, t + 0.1],
      ],
      white,
      0.9,
    );
  }
  if (dice.chance(0.25)) {
    // A painted box on the road, as large as a car.
    const s = dice.range(4, 24);
    ground.patch(s, -plan.laneHalfM + 0.6, 3.6, 1.5, hexColor(dice.pick(["#2d5f9a", "#9c3b34", "#3d7a58"])), 0.6);
  }
}

/** Draws on the ground: along the street and across it, in metres. */
class GroundBrush {
  readonly #stage: Stage;
  readonly #drawing: Drawing;

  constructor(stage: Stage, drawing: Drawing) {
    this.#stage = stage;
    this.#drawing = drawing;
  }

  /** A strip as long as the street, fading into the haze. */
  band(from: number, to: number, base: Color): void {
    const ring = this.#stage.camera.project([
      [-FAR_M, from, 0],
      [FAR_M, from, 0],
      [FAR_M, to, 0],
      [-FAR_M, to, 0],
    ]);
    this.#drawing.fill(ring, this.#fade(base));
  }

  patch(s: number, t: number, length: number, width: number, base: Color, opacity: number): void {
    this.polygon(
      [
        [s, t],
        [s + length, t],
        [s + length, t + width],
        [s, t + width],
      ],
      base,
      opacity,
    );
  }

  polygon(points: readonly (readonly [number, number])[], base: Color, opacity: number): void {
    const ring = this.#stage.camera.project(points.map(([s, t]): PointM => [s, t, 0]));
    if (ring.length < 3 || isTiny(ring)) return;
    const [s, t] = points[0] ?? [0, 0];
    this.#drawing.fill(ring, this.#stage.lit(base, UP, [s, t, 0]), opacity);
  }

  line(
    from: readonly [number, number],
    to: readonly [number, number],
    widthM: number,
    base: Color,
    opacity: number,
  ): void {
    const [a, b]: [PointM, PointM] = [
      [from[0], from[1], 0],
      [to[0], to[1], 0],
    ];
    const { camera } = this.#stage;
    if (!camera.isInFront(a) || !camera.isInFront(b)) return;
    const widthPx = Math.min(widthM * camera.scaleAt(a), 2);
    if (widthPx < 0.25) return;
    this.#drawing.line(
      [camera.projectPoint(a), camera.projectPoint(b)],
      this.#stage.lit(base, UP, a),
      widthPx,
      opacity,
    );
  }

  disc(s: number, t: number, radius: number, base: Color, opacity: number): void {
    const points = Array.from({ length: 14 }, (_, i): [number, number] => {
      const angle = (i / 14) * 2 * Math.PI;
      return [s + radius * Math.cos(angle), t + radius * Math.sin(angle)];
    });
    this.polygon(points, base, opacity);
  }

  /** A wet place that mirrors the sky. */
  glare(s: number, t: number, length: number, width: number): void {
    const points = Array.from({ length: 14 }, (_, i): PointM => {
      const angle = (i / 14) * 2 * Math.PI;
      return [s + length * Math.cos(angle), t + width * Math.sin(angle), 0];
    });
    this.#drawing.fill(this.#stage.camera.project(points), this.#stage.air.skyHorizon, 0.35);
  }

  #fade(base: Color): Paint {
    const { camera } = this.#stage;
    const horizon = camera.horizonPx;
    const stops: (readonly [number, Color])[] = [];
    const last = camera.heightPx + 2;
    for (const share of [0, 0.02, 0.06, 0.15, 0.35, 1]) {
      const y = horizon + Math.max((last - horizon) * share, 0.5);
      const away = (camera.pose.positionM[2] * camera.pose.focalPx) / (y - horizon);
      stops.push([share, this.#stage.lit(scaleColor(base, 1 - 0.05 * share), UP, this.#ahead(away))]);
    }
    return { from: [0, horizon], to: [0, last], stops };
  }

  #ahead(away: number): PointM {
    const { positionM } = this.#stage.camera.pose;
    return [positionM[0] + away, positionM[1], 0];
  }
}

function isTiny(ring: readonly (readonly [number, number])[]): boolean {
  const ys = ring.map((point) => point[1]);
  return Math.max(...ys) - Math.min(...ys) < 0.15;
}
