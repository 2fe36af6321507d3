import type { Stage } from "../compose/Stage.ts";
import { type Color, mixColors, scaleColor } from "../drawing/Color.ts";
import type { Drawing } from "../drawing/Drawing.ts";
import { circlePoints } from "../geometry/circlePoints.ts";
import type { PointM, PointPx } from "../geometry/Point.ts";
import type { Dice } from "../random/Dice.ts";

/** Sky, sun, clouds and what is seen of the town at the horizon. */
export function drawSky(stage: Stage, dice: Dice, drawing: Drawing): void {
  const { air, camera } = stage;
  const [w, h] = [camera.widthPx, camera.heightPx];
  const horizon = camera.horizonPx;
  const frame: PointPx[] = [
    [-2, -2],
    [w + 2, -2],
    [w + 2, h + 2],
    [-2, h + 2],
  ];
  drawing.fill(frame, {
    from: [0, horizon - h * 1.0],
    to: [0, horizon],
    stops: [
      [0, air.skyTop],
      [0.55, mixColors(air.skyTop, air.skyHorizon, 0.55)],
      [1, air.skyHorizon],
    ],
  });
  drawSun(stage, drawing);
  const clouds = Math.round(air.cloudCover * 9);
  for (let i = 0; i < clouds; i++)
    drawCloud(stage, dice, drawing, dice.range(-20, w + 20), horizon - dice.range(25, h * 0.75));
  drawSkyline(stage, dice, drawing);
}

function drawSun(stage: Stage, drawing: Drawing): void {
  const { air, camera } = stage;
  const far: PointM = [
    camera.pose.positionM[0] + air.sun[0] * 500,
    camera.pose.positionM[1] + air.sun[1] * 500,
    camera.pose.positionM[2] + air.sun[2] * 500,
  ];
  if (air.cloudCover > 0.75 || air.hazePerM > 0.015 || !camera.isInFront(far)) return;
  const [x, y] = camera.projectPoint(far);
  const glow = mixColors(air.skyHorizon, [1, 0.97, 0.85], 0.8);
  for (const [radius, opacity] of [
    [60, 0.1],
    [38, 0.14],
    [22, 0.22],
    [9, 0.95],
  ] as const) {
    drawing.fill(circlePoints(x, y, radius, radius, 28), glow, opacity);
  }
}

function drawCloud(stage: Stage, dice: Dice, drawing: Drawing, x: number, y: number): void {
  const { air } = stage;
  const size = dice.range(14, 42);
  const under = scaleColor(air.cloud, 0.88);
  for (let i = 0; i < 6; i++) {
    const [dx, dy, r] = [
      dice.range(-size, size),
      dice.range(-size * 0.1, size * 0.12),
      dice.range(size * 0.25, size * 0.5),
    ];
    drawing.fill(circlePoints(x + dx, y + dy + r * 0.16, r * 1.5, r * 0.5, 16), under, 0.2);
    drawing.fill(circlePoints(x + dx, y + dy, r * 1.4, r * 0.46, 16), air.cloud, 0.38);
  }
}

/** Roofs and woods at the horizon, nearly lost in the haze. */
function drawSkyline(stage: Stage, dice: Dice, drawing: Drawing): void {
  const { air, camera } = stage;
  const w = camera.widthPx;
  const horizon = camera.horizonPx;
  const layers: [number, Color][] = [
    [0.8, [0.42, 0.48, 0.55]],
    [0.6, [0.3, 0.4, 0.32]],
  ];
  for (const [haze, base] of layers) {
    const points: PointPx[] = [[-10, horizon + 4]];
    let x = -10;
    const isTown = haze > 0.7;
    while (x < w + 10) {
      const step = isTown ? dice.range(8, 26) : dice.range(4, 9);
      const top = horizon - (isTown ? dice.range(6, 34) : dice.range(5, 13));
      if (isTown) points.push([x, top], [x + step, top]);
      else points.push([x + step / 2, top]);
      x += step;
    }
    points.push([w + 10, horizon + 4]);
    const lit = mixColors(scaleColor(base, air.fillLight[1] + air.keyLight[1] * 0.4), air.haze, haze);
    drawing.fill(points, lit);
  }
}
