import { type Color, hexColor, mixColors, scaleColor } from "../drawing/Color.ts";
import type { PlaneBrush } from "../drawing/PlaneBrush.ts";
import type { Dice } from "../random/Dice.ts";

export interface WindowStyle {
  readonly widthM: number;
  readonly heightM: number;
  readonly isArched: boolean;
  readonly frame: Color;
  readonly shutters: Color | null;
}

/** A window around u whose sill lies at v. */
export function drawWindow(brush: PlaneBrush, dice: Dice, u: number, v: number, style: WindowStyle): void {
  const scale = brush.scaleAt(u, v);
  const [w, h] = [style.widthM / 2, style.heightM];
  const isLit = dice.chance(brush.stage.air.litShare);
  const curtain = dice.range(0, 1);
  const gleam = dice.range(0.1, 0.5);
  if (scale === 0 || scale * style.heightM < 1.5) return;
  const arch = (half: number, low: number, high: number): [number, number][] =>
    style.isArched
      ? [
          [u - half, low],
          [u + half, low],
          [u + half, high - half * 0.6],
          [u + half * 0.6, high - half * 0.12],
          [u, high],
          [u - half * 0.6, high - half * 0.12],
          [u - half, high - half * 0.6],
        ]
      : [
          [u - half, low],
          [u + half, low],
          [u + half, high],
          [u - half, high],
        ];
  if (scale > 5) brush.polygon(arch(w + 0.09, v - 0.07, v + h + 0.09), style.frame);
  const { air } = brush.stage;
  const at = brush.plane.toStreet(u, v);
  const ring = brush.ring(arch(w, v, v + h));
  if (ring.length < 3) return;
  const ys = ring.map((point) => point[1]);
  const dark = brush.color([0.14, 0.17, 0.21], u, v);
  const sky = brush.stage.glowing(scaleColor(air.skyHorizon, 0.75), at);
  const top = isLit ? brush.stage.glowing([1, 0.88, 0.58], at) : mixColors(dark, sky, gleam);
  const bottom = isLit ? brush.stage.glowing([0.93, 0.7, 0.38], at) : dark;
  brush.drawing.fill(ring, {
    from: [0, Math.min(...ys)],
    to: [0, Math.max(...ys) + 0.01],
    stops: [
      [0, top],
      [1, bottom],
    ],
  });
  if (scale < 5) return;
  if (curtain < 0.3)
    brush.rect(u - w, v + h * 0.1, u - w * 0.4, v + h * (style.isArched ? 0.7 : 1), [0.8, 0.77, 0.7], 0.7);
  if (curtain > 0.75)
    brush.rect(u - w, v + h * 0.55, u + w, v + h * (style.isArched ? 0.7 : 1), [0.78, 0.78, 0.74], 0.8);
  brush.rect(u - 0.035, v, u + 0.035, v + h, style.frame);
  if (h > 1.2) brush.rect(u - w, v + h * 0.6, u + w, v + h * 0.6 + 0.06, style.frame);
  brush.rect(u - w - 0.16, v - 0.16, u + w + 0.16, v - 0.05, scaleColor(style.frame, 0.85));
  if (style.shutters !== null) {
    for (const side of [-1, 1]) {
      const inner = u + side * (w + 0.09);
      brush.rect(
        Math.min(inner, inner + side * w * 0.8),
        v - 0.05,
        Math.max(inner, inner + side * w * 0.8),
        v + h + 0.05,
        style.shutters,
      );
    }
  }
}

const DOORS = ["#5b3a26", "#2f4a3c", "#7c2b27", "#2b3a55", "#3b3b3f", "#a9793f"];

export function drawDoor(brush: PlaneBrush, dice: Dice, u: number): void {
  const color = hexColor(dice.pick(DOORS));
  const hasAwning = dice.chance(0.35);
  const awning = hexColor(dice.pick(["#b3372e", "#2f6b4f", "#2c5aa0", "#d9a53a"]));
  const w = dice.range(0.5, 0.85);
  brush.rect(u - w - 0.14, 0, u + w + 0.14, 2.42, mixColors(color, [0.9, 0.88, 0.84], 0.75));
  brush.rect(u - w, 0.05, u + w, 2.28, color);
  brush.rect(u - w * 0.7, 1.2, u + w * 0.7, 2.05, [0.16, 0.19, 0.22]);
  brush.rect(u - w * 0.7, 0.25, u + w * 0.7, 0.95, scaleColor(color, 0.75));
  brush.rect(u + w * 0.74, 1.02, u + w * 0.88, 1.16, [0.85, 0.75, 0.4]);
  brush.rect(u - w - 0.3, 0, u + w + 0.3, 0.1, [0.7, 0.68, 0.64]);
  if (!hasAwning) return;
  for (let i = 0; i < 6; i++) {
    const left = u - w - 0.5 + (i * (2 * w + 1)) / 6;
    const right = left + (2 * w + 1) / 6;
    brush.polygon(
      [
        [left, 2.35],
        [right, 2.35],
        [right * 0.94 + u * 0.06, 2.95],
        [left * 0.94 + u * 0.06, 2.95],
      ],
      i % 2 === 0 ? awning : [0.93, 0.92, 0.88],
    );
  }
}
