import type { Stage } from "../compose/Stage.ts";
import { type Color, hexColor, mixColors } from "../drawing/Color.ts";
import type { PointM } from "../geometry/Point.ts";
import type { SceneObject } from "../object/SceneObject.ts";
import type { Dice } from "../random/Dice.ts";
import { SpriteBrush } from "./SpriteBrush.ts";

const BARK = hexColor("#5d4a3a");
const LEAVES = ["#5f8f3e", "#4c7d3a", "#7a9a45", "#3f6b3c", "#88a44c", "#c08a35", "#a9542f"];

type Kind = "round" | "tall" | "conifer" | "shrub";

export function drawTree(
  stage: Stage,
  dice: Dice,
  at: PointM,
  kind: Kind = dice.pick<Kind>(["round", "round", "tall", "conifer"]),
): SceneObject {
  const brush = new SpriteBrush(stage, at);
  const leaf = hexColor(dice.weighted(LEAVES.map((hex, i) => [hex, i < 5 ? 4 : 1] as const)));
  if (kind === "conifer") drawConifer(brush, dice, mixColors(leaf, [0.12, 0.28, 0.2], 0.7));
  else if (kind === "shrub") drawCrown(brush, dice, leaf, dice.range(0.5, 0.8), dice.range(0.6, 1.1), 0.45, 4);
  else {
    const height = kind === "tall" ? dice.range(7, 11) : dice.range(4.5, 8);
    const width = kind === "tall" ? height * 0.14 : height * dice.range(0.26, 0.36);
    const fork = height * dice.range(0.28, 0.4);
    const thick = height * 0.022;
    const bark = mixColors(BARK, [0.75, 0.72, 0.68], dice.chance(0.2) ? 0.6 : 0.1);
    brush.solidPaint(
      [
        [-thick * 1.25, 0],
        [thick * 1.25, 0],
        [thick * 0.7, fork + 1],
        [-thick * 0.7, fork + 1],
      ],
      {
        from: brush.px([-thick, 0]),
        to: brush.px([thick, 0]),
        stops: [
          [0, brush.color(bark, 1.1)],
          [1, brush.color(bark, 0.6)],
        ],
      },
    );
    drawCrown(brush, dice, leaf, width, (height - fork) / 2, fork + (height - fork) / 2, kind === "tall" ? 7 : 6);
  }
  return brush.object();
}

/** Overlapping lumps, each with a lit top, so that the crown has volume. */
function drawCrown(
  brush: SpriteBrush,
  dice: Dice,
  leaf: Color,
  halfWidth: number,
  halfHeight: number,
  centreV: number,
  lumps: number,
): void {
  const sunlit = mixColors(leaf, [0.95, 0.9, 0.55], 0.22);
  const placed: [number, number, number][] = [];
  for (let i = 0; i < lumps; i++) {
    const angle = (i / lumps) * 2 * Math.PI + dice.range(-0.3, 0.3);
    placed.push([
      Math.cos(angle) * halfWidth * 0.55,
      centreV + Math.sin(angle) * halfHeight * 0.55,
      Math.min(halfWidth, halfHeight) * dice.range(0.5, 0.66),
    ]);
  }
  placed.push([0, centreV, Math.min(halfWidth, halfHeight) * 0.75]);
  placed.sort((a, b) => b[1] - a[1]);
  for (const [u, v, r] of placed)
    brush.solid(lump(dice, u, v, r), leaf, 0.58 + 0.3 * ((v - centreV) / halfHeight + 0.6));
  for (const [u, v, r] of placed) brush.detail(lump(dice, u - r * 0.12, v + r * 0.16, r * 0.66), leaf, 0.95, 0.8);
  if (brush.scalePx < 7) return;
  for (let i = 0; i < 60; i++) {
    const [u, v, r] = dice.pick(placed);
    const angle = dice.range(0, 2 * Math.PI);
    const away = r * 0.72 * Math.sqrt(dice.range(0, 1));
    const [x, y] = [u + away * Math.cos(angle), v + away * Math.sin(angle)];
    const bright = dice.chance(0.55);
    const size = r * dice.range(0.05, 0.12);
    brush.detail(lump(dice, x, y, size, 7), bright ? sunlit : leaf, bright ? 1.02 : 0.55, 0.6);
  }
}

function lump(dice: Dice, u: number, v: number, radius: number, points = 14): [number, number][] {
  return Array.from({ length: points }, (_, i) => {
    const angle = (i / points) * 2 * Math.PI;
    const r = radius * dice.range(0.9, 1.06);
    return [u + r * Math.cos(angle), v + r * Math.sin(angle)];
  });
}

function drawConifer(brush: SpriteBrush, dice: Dice, leaf: Color): void {
  const height = dice.range(5, 9);
  const half = height * dice.range(0.17, 0.24);
  brush.solid(
    [
      [-0.14, 0],
      [0.14, 0],
      [0.1, height * 0.3],
      [-0.1, height * 0.3],
    ],
    BARK,
    0.8,
  );
  for (let tier = 0; tier < 4; tier++) {
    const low = height * (0.14 + tier * 0.19);
    const top = Math.min(height, low + height * 0.36);
    const w = half * (1 - tier * 0.22);
    brush.solid(
      [
        [-w, low],
        [-w * 0.4, low + height * 0.02],
        [0, low - height * 0.015],
        [w * 0.45, low + height * 0.02],
        [w, low],
        [w * 0.35, low + (top - low) * 0.5],
        [0, top],
        [-w * 0.35, low + (top - low) * 0.5],
      ],
      leaf,
      0.75 + tier * 0.1,
    );
    brush.detail(
      [
        [-w * 0.85, low + height * 0.012],
        [-w * 0.2, low + height * 0.03],
        [0, top - height * 0.02],
        [-w * 0.3, low + (top - low) * 0.5],
      ],
      leaf,
      1.15,
      0.8,
    );
  }
}
