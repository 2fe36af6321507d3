import type { SceneObject } from "../compose/SceneObject.ts";
import type { Stage } from "../compose/Stage.ts";
import { type Color, hexColor, scaleColor } from "../drawing/Color.ts";
import { circlePoints } from "../geometry/circlePoints.ts";
import type { PointM } from "../geometry/Point.ts";
import { roundedCorners } from "../geometry/roundedCorners.ts";
import type { Dice } from "../random/Dice.ts";
import { SpriteBrush } from "./SpriteBrush.ts";

export type StreetThing =
  | "lamp"
  | "bin"
  | "bench"
  | "bollard"
  | "cone"
  | "hydrant"
  | "planter"
  | "trafficLight"
  | "cabinet"
  | "barrier";

const STEEL = hexColor("#6b7076");
const DARK: Color = [0.13, 0.14, 0.15];

/** Street furniture: none of it is annotated, some of it looks like a board or a car body from afar. */
export function drawStreetThing(stage: Stage, dice: Dice, at: PointM, thing: StreetThing): SceneObject {
  const brush = new SpriteBrush(stage, at);
  DRAWERS[thing](brush, dice);
  return brush.object();
}

const DRAWERS: Readonly<Record<StreetThing, (brush: SpriteBrush, dice: Dice) => void>> = {
  lamp(brush, dice) {
    const height = dice.range(4.5, 7.5);
    const reach = dice.range(0.7, 1.5) * dice.sign();
    const steel = dice.chance(0.5) ? STEEL : DARK;
    brush.bar([0, 0], [0, height], 0.14, steel);
    brush.bar([0, 0], [0, 0.9], 0.24, steel, 0.85);
    if (dice.chance(0.5)) {
      brush.bar([0, height - 0.05], [reach, height + 0.25], 0.09, steel);
      brush.solid(
        roundedCorners(
          [
            [reach - 0.4, height + 0.16],
            [reach + 0.4, height + 0.2],
            [reach + 0.3, height + 0.36],
            [reach - 0.3, height + 0.34],
          ],
          0.08,
        ),
        steel,
        1.1,
      );
    } else {
      brush.solid(circlePoints(0, height + 0.2, 0.26, 0.26, 14), [0.92, 0.92, 0.86]);
      brush.solid(
        [
          [-0.2, height + 0.42],
          [0.2, height + 0.42],
          [0, height + 0.56],
        ],
        steel,
      );
    }
    if (dice.chance(brush.stage.air.litShare * 2)) {
      const lamp = brush.px([0, height + 0.2]);
      const glow = brush.stage.glowing([1, 0.88, 0.58], brush.at);
      for (const [radius, opacity] of [
        [1.3, 0.1],
        [0.75, 0.18],
        [0.4, 0.35],
      ] as const) {
        brush.drawing.fill(
          circlePoints(lamp[0], lamp[1], radius * brush.scalePx, radius * brush.scalePx, 16),
          glow,
          opacity,
        );
      }
    }
  },
  bin(brush, dice) {
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
  bench(brush, dice) {
    const wood = dice.pick<Color>([hexColor("#8a5a33"), hexColor("#a9794a"), hexColor("#5c6b58")]);
    for (const u of [-0.75, 0.75]) brush.bar([u, 0], [u, 0.85], 0.07, DARK);
    for (const v of [0.42, 0.62, 0.8]) brush.bar([-0.95, v], [0.95, v], 0.12, wood, v < 0.5 ? 1.12 : 0.92);
  },
  bollard(brush, dice) {
    const color = dice.chance(0.5) ? DARK : STEEL;
    brush.solid(
      roundedCorners(
        [
          [-0.09, 0],
          [0.09, 0],
          [0.08, 0.95],
          [-0.08, 0.95],
        ],
        0.06,
      ),
      color,
    );
    brush.detail(
      [
        [-0.075, 0.7],
        [0.075, 0.7],
        [0.075, 0.82],
        [-0.075, 0.82],
      ],
      dice.chance(0.5) ? [0.9, 0.9, 0.88] : [0.8, 0.2, 0.15],
    );
  },
  cone(brush) {
    brush.solid(
      [
        [-0.24, 0],
        [0.24, 0],
        [0.24, 0.06],
        [-0.24, 0.06],
      ],
      [0.85, 0.35, 0.1],
      0.8,
    );
    brush.solid(
      [
        [-0.17, 0.05],
        [0.17, 0.05],
        [0.04, 0.7],
        [-0.04, 0.7],
      ],
      [0.93, 0.4, 0.1],
    );
    brush.detail(
      [
        [-0.11, 0.28],
        [0.11, 0.28],
        [0.08, 0.44],
        [-0.08, 0.44],
      ],
      [0.95, 0.95, 0.92],
    );
  },
  hydrant(brush) {
    const red: Color = [0.75, 0.14, 0.12];
    brush.solid(
      roundedCorners(
        [
          [-0.16, 0],
          [0.16, 0],
          [0.14, 0.7],
          [-0.14, 0.7],
        ],
        0.05,
      ),
      red,
    );
    brush.solid(circlePoints(0, 0.72, 0.15, 0.13, 12), red, 1.1);
    brush.solid(
      [
        [-0.26, 0.4],
        [0.26, 0.4],
        [0.26, 0.54],
        [-0.26, 0.54],
      ],
      red,
      0.85,
    );
  },
  planter(brush, dice) {
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
  trafficLight(brush, dice) {
    brush.bar([0, 0], [0, 3.2], 0.12, STEEL, 0.8);
    brush.solid(
      roundedCorners(
        [
          [-0.18, 2.3],
          [0.18, 2.3],
          [0.18, 3.2],
          [-0.18, 3.2],
        ],
        0.05,
      ),
      DARK,
    );
    const on = dice.whole(0, 2);
    const lamps: Color[] = [
      [0.2, 0.85, 0.4],
      [0.95, 0.7, 0.15],
      [0.92, 0.16, 0.12],
    ];
    lamps.forEach((lamp, i) => {
      brush.detail(
        circlePoints(0, 2.46 + i * 0.29, 0.105, 0.105, 12),
        on === i ? lamp : scaleColor(lamp, 0.25),
        on === i ? 1.25 : 1,
      );
    });
  },
  cabinet(brush, dice) {
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
  barrier(brush) {
    for (const u of [-0.9, 0.9]) brush.bar([u, 0], [u, 1], 0.08, STEEL);
    brush.bar([-1.1, 0.85], [1.1, 0.85], 0.2, [0.94, 0.94, 0.92]);
    for (let i = 0; i < 5; i++) {
      const u = -1 + i * 0.44;
      brush.detail(
        [
          [u, 0.75],
          [u + 0.2, 0.75],
          [u + 0.28, 0.95],
          [u + 0.08, 0.95],
        ],
        [0.8, 0.16, 0.13],
      );
    }
    brush.bar([-0.9, 0.4], [0.9, 0.4], 0.06, STEEL);
  },
};
