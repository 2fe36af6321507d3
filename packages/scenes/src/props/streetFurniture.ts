import { type Color, hexColor } from "../drawing/Color.ts";
import { circlePoints } from "../geometry/circlePoints.ts";
import type { Dice } from "../random/Dice.ts";
import type { SpriteBrush } from "./SpriteBrush.ts";

const DARK: Color = [0.13, 0.14, 0.15];

/** What stands on the pavement; a cabinet covered in stickers looks like a board from afar. */
export const STREET_FURNITURE = {
  bin(brush: SpriteBrush, dice: Dice): void {
    const color = dice.pick<Color>([
      hexColor("#2f5d3a"),
      hexColor("#2b3a55"),
      hexColor("#c9741f"),
      hexColor("#44484c"),
    ]);
    const w = dice.range(0.24, 0.38);
    brush.solid(
      [
        [-w * 0.85, 0.05],
        [w * 0.85, 0.05],
        [w, 0.95],
        [-w, 0.95],
      ],
      color,
    );
    brush.detail(
      [
        [w * 0.35, 0.07],
        [w * 0.8, 0.07],
        [w * 0.95, 0.94],
        [w * 0.4, 0.94],
      ],
      color,
      0.65,
    );
    brush.solid(
      [
        [-w * 1.08, 0.93],
        [w * 1.08, 0.93],
        [w * 0.9, 1.1],
        [-w * 0.9, 1.1],
      ],
      color,
      0.8,
    );
    brush.detail(
      [
        [-w * 0.5, 0.5],
        [w * 0.2, 0.5],
        [w * 0.2, 0.7],
        [-w * 0.5, 0.7],
      ],
      [0.85, 0.85, 0.82],
    );
  },
  bench(brush: SpriteBrush, dice: Dice): void {
    const wood = dice.pick<Color>([hexColor("#8a5a33"), hexColor("#a9794a"), hexColor("#5c6b58")]);
    for (const u of [-0.75, 0.75]) brush.bar([u, 0], [u, 0.85], 0.07, DARK);
    for (const v of [0.42, 0.62, 0.8]) brush.bar([-0.95, v], [0.95, v], 0.12, wood, v < 0.5 ? 1.12 : 0.92);
  },
  planter(brush: SpriteBrush, dice: Dice): void {
    const tub = dice.pick<Color>([hexColor("#9a8f80"), hexColor("#a55b3c"), hexColor("#4a4e52")]);
    const green = dice.pick<Color>([hexColor("#4f7f3c"), hexColor("#6d9446")]);
    for (let i = 0; i < 5; i++)
      brush.solid(
        circlePoints(-0.48 + i * 0.24, dice.range(0.66, 0.8), dice.range(0.2, 0.27), 0.22, 10),
        green,
        dice.range(0.75, 1.1),
      );
    brush.solid(
      [
        [-0.58, 0],
        [0.58, 0],
        [0.68, 0.58],
        [-0.68, 0.58],
      ],
      tub,
    );
    brush.detail(
      [
        [0.2, 0],
        [0.58, 0],
        [0.68, 0.58],
        [0.26, 0.58],
      ],
      tub,
      0.75,
    );
    for (let i = 0; i < 5; i++)
      brush.detail(
        circlePoints(dice.range(-0.5, 0.5), dice.range(0.66, 0.86), 0.05, 0.05, 6),
        dice.pick<Color>([
          [0.9, 0.3, 0.4],
          [0.98, 0.85, 0.3],
          [0.95, 0.95, 0.98],
        ]),
      );
  },
  cabinet(brush: SpriteBrush, dice: Dice): void {
    const color = dice.pick<Color>([
      hexColor("#8d9289"),
      hexColor("#6f7a6c"),
      hexColor("#a6a69c"),
      hexColor("#4d5a66"),
    ]);
    const w = dice.range(0.4, 0.75);
    brush.solid(
      [
        [-w, 0],
        [w, 0],
        [w, 1.25],
        [-w, 1.25],
      ],
      color,
    );
    brush.solid(
      [
        [-w * 1.04, 1.2],
        [w * 1.04, 1.2],
        [w, 1.32],
        [-w, 1.32],
      ],
      color,
      0.75,
    );
    brush.detail(
      [
        [-w * 0.04, 0.1],
        [w * 0.02, 0.1],
        [w * 0.02, 1.15],
        [-w * 0.04, 1.15],
      ],
      color,
      0.6,
    );
    if (dice.chance(0.5)) {
      // Scrawled paint and stickers: a patch that resembles a small board.
      brush.detail(
        [
          [-w * 0.75, 0.45],
          [-w * 0.2, 0.4],
          [-w * 0.25, 0.85],
          [-w * 0.7, 0.9],
        ],
        dice.pick<Color>([
          [0.85, 0.2, 0.3],
          [0.2, 0.4, 0.8],
          [0.95, 0.9, 0.3],
          [0.95, 0.95, 0.95],
        ]),
        1,
        0.9,
      );
    }
  },
} satisfies Record<string, (brush: SpriteBrush, dice: Dice) => void>;
