import { type Color, hexColor, scaleColor } from "../drawing/Color.ts";
import { circlePoints } from "../geometry/circlePoints.ts";
import { roundedCorners } from "../geometry/roundedCorners.ts";
import type { Dice } from "../random/Dice.ts";
import type { SpriteBrush } from "./SpriteBrush.ts";

const STEEL = hexColor("#6b7076");
const DARK: Color = [0.13, 0.14, 0.15];

/** What stands at the kerb: lamps, lights, barriers, and the small red and orange things beside them. */
export const STREET_POSTS = {
  lamp(brush: SpriteBrush, dice: Dice): void {
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
  bollard(brush: SpriteBrush, dice: Dice): void {
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
  trafficLight(brush: SpriteBrush, dice: Dice): void {
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
  barrier(brush: SpriteBrush): void {
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
  cone(brush: SpriteBrush): void {
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
  hydrant(brush: SpriteBrush): void {
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
} satisfies Record<string, (brush: SpriteBrush, dice: Dice) => void>;
