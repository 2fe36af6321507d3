import type { Stage } from "../compose/Stage.ts";
import type { Color } from "../drawing/Color.ts";
import { circlePoints } from "../geometry/circlePoints.ts";
import type { PointM } from "../geometry/Point.ts";
import { roundedCorners } from "../geometry/roundedCorners.ts";
import type { SceneObject } from "../object/SceneObject.ts";
import type { Dice } from "../random/Dice.ts";
import { CLOTHES, SKIN } from "./drawPerson.ts";
import { SpriteBrush } from "./SpriteBrush.ts";

/** A bicycle seen from its side, parked or ridden. */
export function drawBicycle(stage: Stage, dice: Dice, at: PointM): SceneObject {
  const brush = new SpriteBrush(stage, at);
  const face = dice.sign();
  const p = (u: number, v: number): [number, number] => [u * face, v];
  const frame = dice.pick<Color>([
    [0.75, 0.15, 0.12],
    [0.1, 0.3, 0.55],
    [0.12, 0.12, 0.13],
    [0.9, 0.9, 0.88],
    [0.2, 0.5, 0.35],
    [0.95, 0.6, 0.1],
  ]);
  const dark: Color = [0.1, 0.1, 0.11];
  for (const x of [-0.52, 0.52]) {
    brush.tube(circlePoints(x * face, 0.34, 0.34, 0.34, 18), circlePoints(x * face, 0.34, 0.275, 0.275, 18), dark);
  }
  const bar = (from: [number, number], to: [number, number], thick: number, color: Color, shade = 1): void =>
    brush.bar(p(...from), p(...to), thick, color, shade);
  bar([-0.52, 0.34], [-0.08, 0.3], 0.05, frame, 0.8);
  bar([-0.52, 0.34], [-0.2, 0.78], 0.05, frame, 0.8);
  bar([-0.08, 0.3], [-0.24, 0.92], 0.06, frame);
  bar([-0.08, 0.3], [0.38, 0.78], 0.06, frame);
  bar([-0.2, 0.78], [0.38, 0.82], 0.06, frame);
  bar([0.52, 0.34], [0.36, 0.98], 0.055, frame, 0.9);
  bar([0.26, 1.0], [0.42, 1.0], 0.06, dark);
  bar([-0.36, 0.95], [-0.12, 0.95], 0.08, dark);
  if (dice.chance(0.25)) brush.solid([p(0.4, 0.72), p(0.68, 0.72), p(0.72, 0.98), p(0.38, 0.98)], [0.5, 0.36, 0.22]);
  if (dice.chance(0.45)) drawRider(brush, dice, p);
  return brush.object();
}

function drawRider(brush: SpriteBrush, dice: Dice, p: (u: number, v: number) => [number, number]): void {
  const [top, trousers, skin] = [dice.pick(CLOTHES), dice.pick(CLOTHES), dice.pick(SKIN)];
  brush.bar(p(-0.22, 1.0), p(0.12, 0.72), 0.16, trousers);
  brush.bar(p(0.12, 0.74), p(0.0, 0.3), 0.12, trousers, 0.9);
  brush.bar(p(-0.04, 0.28), p(0.14, 0.27), 0.08, [0.15, 0.15, 0.16]);
  brush.solid(roundedCorners([p(-0.34, 0.98), p(-0.1, 0.94), p(0.18, 1.38), p(0.08, 1.52), p(-0.06, 1.5)], 0.08), top);
  brush.bar(p(0.1, 1.42), p(0.36, 1.04), 0.09, top, 1.1);
  brush.solid(circlePoints(p(0.2, 0)[0], 1.66, 0.11, 0.13, 12), skin);
  const helmet: Color = dice.pick<Color>([
    [0.9, 0.9, 0.9],
    [0.15, 0.15, 0.16],
    [0.8, 0.2, 0.15],
    [0.2, 0.5, 0.7],
  ]);
  brush.solid([p(0.06, 1.68), p(0.08, 1.78), p(0.18, 1.83), p(0.3, 1.79), p(0.34, 1.7)], helmet);
}
