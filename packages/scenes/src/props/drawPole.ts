import type { Stage } from "../compose/Stage.ts";
import { type Color, hexColor } from "../drawing/Color.ts";
import type { PointM } from "../geometry/Point.ts";
import type { SceneObject } from "../object/SceneObject.ts";
import { SpriteBrush } from "./SpriteBrush.ts";

/** A bare pole or post. @param behindM how far behind what it carries it is painted. */
export function drawPole(
  stage: Stage,
  at: PointM,
  heightM: number,
  thicknessM: number,
  behindM: number,
  base: Color = hexColor("#85898d"),
): SceneObject {
  const brush = new SpriteBrush(stage, at);
  const half = thicknessM / 2;
  brush.solidPaint(
    [
      [-half, 0],
      [half, 0],
      [half, heightM - at[2]],
      [-half, heightM - at[2]],
    ],
    {
      from: brush.px([-half, 0]),
      to: brush.px([half, 0]),
      stops: [
        [0, brush.color(base, 0.85)],
        [0.35, brush.color(base, 1.15)],
        [1, brush.color(base, 0.6)],
      ],
    },
  );
  return brush.object(-behindM);
}
