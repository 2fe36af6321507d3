import { type Color, hexColor, scaleColor } from "../drawing/Color.ts";
import type { PlaneBrush } from "../drawing/PlaneBrush.ts";
import { circlePoints } from "../geometry/circlePoints.ts";
import type { Dice } from "../random/Dice.ts";

/**
 * What a detector may take for a board or a car, and must not: torn posters pasted in rows, paintings on the wall (a
 * painted car among them), air conditioners, clocks, ivy.
 */
export function drawWallDecoys(brush: PlaneBrush, dice: Dice, half: number, heightM: number): void {
  if (dice.chance(0.4)) drawPosters(brush, dice, dice.range(-half * 0.9, half * 0.5));
  if (dice.chance(0.14)) drawPaintedCar(brush, dice, dice.range(-half * 0.6, half * 0.6));
  if (dice.chance(0.16)) drawMural(brush, dice, dice.range(-half * 0.7, half * 0.4), Math.min(heightM - 1, 5));
  if (dice.chance(0.4)) {
    for (let i = dice.whole(1, 3); i > 0; i--)
      drawVentBox(brush, dice.range(-half * 0.9, half * 0.8), dice.range(3, heightM - 1.5));
  }
  if (dice.chance(0.12)) drawClock(brush, dice.range(-half * 0.5, half * 0.5), heightM - 1.1);
  if (dice.chance(0.2)) drawIvy(brush, dice, dice.range(-half, half - 2), heightM);
  if (dice.chance(0.5)) brush.rect(half - 0.4, 0, half - 0.26, heightM - 0.4, [0.4, 0.4, 0.42]);
}

/** Paper, not boards: small, crooked, side by side, no rim. */
function drawPosters(brush: PlaneBrush, dice: Dice, u: number): void {
  for (let i = dice.whole(2, 4); i > 0; i--) {
    const [left, low, w, h] = [u + i * 0.66, dice.range(1, 1.25), 0.56, dice.range(0.72, 0.84)];
    const skew = dice.range(-0.05, 0.05);
    const paper = hexColor(dice.pick(["#efe9dc", "#f2d24b", "#e88a9a", "#9fc7d9", "#d9563f", "#c9d8a8"]));
    brush.polygon(
      [
        [left, low + skew],
        [left + w, low],
        [left + w - skew, low + h],
        [left - skew, low + h + skew],
      ],
      paper,
    );
    brush.disc(left + w / 2, low + h * dice.range(0.45, 0.65), w * 0.28, scaleColor(paper, 0.55));
    brush.rect(left + 0.08, low + 0.1, left + w - 0.1, low + 0.18, scaleColor(paper, 0.45));
  }
}

function drawPaintedCar(brush: PlaneBrush, dice: Dice, u: number): void {
  const paint = hexColor(dice.pick(["#d9563f", "#3a78b0", "#e2b33c", "#3d8a68"]));
  const k = dice.range(0.5, 0.75);
  const p = (x: number, y: number): [number, number] => [u + x * k, 0.75 + y * k];
  brush.polygon(
    [p(-2.2, 0.3), p(-2.2, 0.95), p(-1.4, 1.0), p(-0.9, 1.5), p(0.5, 1.5), p(1.2, 1.0), p(2.2, 0.85), p(2.3, 0.3)],
    paint,
    0.75,
  );
  brush.polygon([p(-1.1, 1.02), p(-0.8, 1.38), p(0.4, 1.38), p(0.9, 1.02)], [0.9, 0.92, 0.95], 0.75);
  for (const x of [-1.3, 1.35])
    brush.polygon(circlePoints(p(x, 0)[0], p(0, 0.32)[1], 0.36 * k, 0.36 * k, 14), [0.12, 0.12, 0.14], 0.8);
}

function drawMural(brush: PlaneBrush, dice: Dice, u: number, top: number): void {
  const colors: Color[] = ["#d9563f", "#f1c453", "#2a9d8f", "#264653", "#e9c9b1", "#8a5a9e"].map(hexColor);
  const [w, low] = [dice.range(2.5, 4.5), 0.8];
  for (let i = 0; i < 9; i++) {
    const [cu, cv, r] = [u + dice.range(0, w), dice.range(low + 0.4, top - 0.4), dice.range(0.3, 0.95)];
    const points = Array.from({ length: 9 }, (_, k): [number, number] => {
      const angle = (k / 9) * 2 * Math.PI;
      const away = r * dice.range(0.6, 1.15);
      return [cu + away * Math.cos(angle), Math.max(low, cv + away * Math.sin(angle))];
    });
    brush.polygon(points, dice.pick(colors), 0.85);
  }
}

function drawVentBox(brush: PlaneBrush, u: number, v: number): void {
  brush.rect(u, v, u + 0.8, v + 0.55, [0.86, 0.86, 0.83]);
  brush.disc(u + 0.3, v + 0.27, 0.2, [0.45, 0.46, 0.47]);
  brush.rect(u, v - 0.06, u + 0.8, v, [0.3, 0.3, 0.3]);
}

function drawClock(brush: PlaneBrush, u: number, v: number): void {
  brush.disc(u, v, 0.55, [0.2, 0.2, 0.22]);
  brush.disc(u, v, 0.47, [0.95, 0.94, 0.9]);
  brush.rect(u - 0.03, v, u + 0.03, v + 0.36, [0.1, 0.1, 0.1]);
  brush.rect(u, v - 0.03, u + 0.25, v + 0.03, [0.1, 0.1, 0.1]);
}

function drawIvy(brush: PlaneBrush, dice: Dice, u: number, heightM: number): void {
  const green = hexColor(dice.pick(["#4a6b35", "#5d7a3a", "#7a4a2f"]));
  for (let i = 0; i < 70; i++) {
    const v = dice.range(0, heightM * 0.85);
    const spread = 2.4 * (1 - v / heightM);
    brush.disc(u + dice.range(0, spread), v, dice.range(0.1, 0.24), scaleColor(green, dice.range(0.7, 1.2)));
  }
}
