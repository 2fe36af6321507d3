import type { Stage } from "../compose/Stage.ts";
import { type Color, hexColor, scaleColor } from "../drawing/Color.ts";
import { circlePoints } from "../geometry/circlePoints.ts";
import type { PointM } from "../geometry/Point.ts";
import { roundedCorners } from "../geometry/roundedCorners.ts";
import type { SceneObject } from "../object/SceneObject.ts";
import type { Dice } from "../random/Dice.ts";
import { SpriteBrush } from "./SpriteBrush.ts";

export const SKIN = ["#f0c8a8", "#d9a47a", "#a8734c", "#6f4a32", "#e6b48e"].map(hexColor);
export const CLOTHES = [
  "#b8322f",
  "#2d4f86",
  "#e2b33c",
  "#3d7a58",
  "#e8e4da",
  "#2b2d33",
  "#7a4a78",
  "#d97a3c",
  "#7fa6c4",
  "#8a8f95",
].map(hexColor);
const HAIR = ["#2a1d16", "#5a3a22", "#b58a4c", "#17171a", "#8a8a88", "#7c2f1e"].map(hexColor);

/** Someone on foot: standing or walking, with or without a bag. */
export function drawPerson(stage: Stage, dice: Dice, at: PointM): SceneObject {
  const brush = new SpriteBrush(stage, at);
  const k = dice.range(0.9, 1.06);
  const face = dice.sign();
  const stride = dice.chance(0.7) ? dice.range(0.12, 0.3) : 0.07;
  const top = dice.pick(CLOTHES);
  const trousers = dice.pick(CLOTHES);
  const skin = dice.pick(SKIN);
  const p = (u: number, v: number): [number, number] => [u * k * face, v * k];
  const limb = (from: [number, number], to: [number, number], thick: number, color: Color, shade = 1): void =>
    brush.bar(p(...from), p(...to), thick * k, color, shade);

  limb([0.02, 0.92], [-stride, 0.06], 0.15, trousers, 0.7);
  limb([-stride - 0.02, 0.05], [-stride + 0.14, 0.04], 0.09, [0.15, 0.13, 0.12]);
  limb([0, 0.92], [stride, 0.06], 0.16, trousers);
  limb([stride - 0.02, 0.05], [stride + 0.16, 0.04], 0.09, [0.2, 0.17, 0.15]);
  limb([0.04, 1.4], [-stride * 0.9, 0.98], 0.09, top, 0.7);
  const isDress = dice.chance(0.22);
  if (isDress) brush.solid([p(-0.3, 0.55), p(0.3, 0.55), p(0.16, 1.1), p(-0.16, 1.1)], top, 0.9);
  brush.solid(
    roundedCorners([p(-0.17, 0.86), p(0.18, 0.86), p(0.22, 1.42), p(0.08, 1.52), p(-0.08, 1.52), p(-0.22, 1.42)], 0.08),
    top,
  );
  brush.detail([p(-0.17, 0.87), p(-0.04, 0.87), p(-0.06, 1.48), p(-0.2, 1.4)], top, 0.75, 0.7);
  if (dice.chance(0.4))
    brush.solid(
      roundedCorners([p(-0.36, 0.98), p(-0.14, 0.96), p(-0.14, 1.44), p(-0.34, 1.4)], 0.06),
      scaleColor(dice.pick(CLOTHES), 0.8),
    );
  limb([0.02, 1.42], [stride * 0.9, 1.02], 0.095, top, 1.08);
  brush.solid(circlePoints(p(stride * 0.95, 0.97)[0], p(0, 0.97)[1], 0.055 * k, 0.055 * k, 8), skin);
  limb([0, 1.46], [0.01, 1.58], 0.1, skin, 0.85);
  brush.solid(circlePoints(p(0.02, 0)[0], 1.68 * k, 0.115 * k, 0.14 * k, 14), skin);
  const hair = dice.pick(HAIR);
  brush.solid(
    [
      p(-0.13, 1.62),
      p(-0.125, 1.76),
      p(-0.04, 1.845),
      p(0.07, 1.84),
      p(0.13, 1.77),
      p(0.06, 1.76),
      p(-0.03, 1.74),
      p(-0.06, 1.6),
    ],
    hair,
  );
  if (dice.chance(0.35)) brush.solid([p(-0.14, 1.4), p(-0.04, 1.42), p(-0.03, 1.72), p(-0.14, 1.74)], hair, 0.9);
  return brush.object();
}
