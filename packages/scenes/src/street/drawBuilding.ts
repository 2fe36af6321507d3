import type { Stage } from "../compose/Stage.ts";
import { type Color, hexColor, mixColors, scaleColor } from "../drawing/Color.ts";
import type { Drawing } from "../drawing/Drawing.ts";
import { PlaneBrush } from "../drawing/PlaneBrush.ts";
import type { Plane } from "../geometry/Plane.ts";
import type { PointM } from "../geometry/Point.ts";
import type { Dice } from "../random/Dice.ts";
import { drawDoor, drawWindow, type WindowStyle } from "./drawOpening.ts";
import { drawWallDecoys } from "./drawWallDecoys.ts";
import type { LotKind } from "./StreetPlan.ts";

const WALLS: Readonly<Record<Exclude<LotKind, "lawn">, readonly string[]>> = {
  house: ["#f0d9a0", "#e6a988", "#cfe0c4", "#f2ebdc", "#b9cfe0", "#e8bfa8", "#f3c98b", "#d9c4dd"],
  brick: ["#b0654a", "#9c5543", "#bb7c5a", "#8f5648"],
  glass: ["#7f96a6", "#8fa7a5", "#6d7f92"],
  classical: ["#e6dac0", "#dcd4c4", "#d8c6a2"],
};

/** A building whose front stands on the given plane, `widthM` to either side of its origin halved. */
export function drawBuilding(
  stage: Stage,
  dice: Dice,
  front: Plane,
  widthM: number,
  kind: Exclude<LotKind, "lawn">,
  drawing: Drawing,
): void {
  const wall = hexColor(dice.pick(WALLS[kind]));
  const floors = kind === "house" ? dice.whole(2, 3) : kind === "classical" ? dice.whole(2, 3) : dice.whole(3, 5);
  const floorM = kind === "classical" ? 4.2 : dice.range(2.9, 3.4);
  const heightM = floors * floorM + 0.8;
  const half = widthM / 2;
  const brush = new PlaneBrush(stage, front, drawing);
  const roofRiseM = kind === "house" || (kind === "brick" && dice.chance(0.4)) ? dice.range(1.8, 3.4) : 0;
  if (roofRiseM > 0) drawRoof(stage, dice, front, half, heightM, roofRiseM, drawing);
  drawEndWalls(stage, front, half, heightM, roofRiseM, wall, drawing);
  brush.rect(-half, 0, half, heightM, wall);
  const isDetailed = Math.max(brush.scaleAt(-half, 1), brush.scaleAt(half, 1), brush.scaleAt(0, 1)) > 4;
  if (kind === "brick" && isDetailed) drawCourses(brush, half, heightM, wall);
  if (isDetailed) drawStains(brush, dice, half, heightM, wall);
  if (kind === "glass") drawCurtain(brush, dice, half, floors, floorM, wall);
  else drawOpenings(brush, dice, half, floors, floorM, wall, kind);
  brush.rect(-half, 0, half, 0.55, scaleColor(wall, kind === "glass" ? 0.5 : 0.72));
  const cornice = mixColors(scaleColor(wall, 1.12), [1, 1, 1], 0.12);
  brush.rect(-half, heightM - 0.35, half, heightM, cornice);
  brush.rect(-half, heightM - 0.46, half, heightM - 0.35, scaleColor(wall, 0.66));
  if (kind === "classical") drawPortico(brush, half, heightM, wall);
  if (isDetailed) drawWallDecoys(brush, dice, half, heightM);
}

/** The two end walls; the one that faces the camera shows where a gap or a lawn lies beside the building. */
function drawEndWalls(
  stage: Stage,
  front: Plane,
  half: number,
  heightM: number,
  roofRiseM: number,
  wall: Color,
  drawing: Drawing,
): void {
  for (const side of [-1, 1]) {
    const corner = front.toStreet(side * half, 0);
    const back: PointM = [corner[0] - front.normal[0] * 10, corner[1] - front.normal[1] * 10, 0];
    const normal: PointM = [
      (front.toStreet(side, 0)[0] - front.origin[0]) * 1,
      front.toStreet(side, 0)[1] - front.origin[1],
      0,
    ];
    const eye = stage.camera.pose.positionM;
    if ((eye[0] - corner[0]) * normal[0] + (eye[1] - corner[1]) * normal[1] <= 0) continue;
    const ridge: PointM = [(corner[0] + back[0]) / 2, (corner[1] + back[1]) / 2, heightM + roofRiseM];
    const ring = stage.camera.project([
      corner,
      back,
      [back[0], back[1], heightM],
      ridge,
      [corner[0], corner[1], heightM],
    ]);
    drawing.fill(ring, stage.lit(scaleColor(wall, 0.8), normal, corner));
  }
}

function drawRoof(
  stage: Stage,
  dice: Dice,
  front: Plane,
  half: number,
  heightM: number,
  rise: number,
  drawing: Drawing,
): void {
  const tile = hexColor(dice.pick(["#8f4a38", "#5b5350", "#7a3f34", "#4c525a"]));
  const behind = (u: number, v: number): PointM => {
    const point = front.toStreet(u, v);
    return [point[0] - front.normal[0] * 5, point[1] - front.normal[1] * 5, v];
  };
  const normal: PointM = [front.normal[0] * 0.45, front.normal[1] * 0.45, 0.89];
  const ring = stage.camera.project([
    front.toStreet(-half - 0.2, heightM),
    front.toStreet(half + 0.2, heightM),
    behind(half, heightM + rise),
    behind(-half, heightM + rise),
  ]);
  drawing.fill(ring, stage.lit(tile, normal, front.origin));
  if (dice.chance(0.7)) {
    const u = dice.range(-half * 0.7, half * 0.7);
    const chimney = stage.camera.project([
      behind(u, heightM + rise * 0.5),
      behind(u + 0.8, heightM + rise * 0.5),
      behind(u + 0.8, heightM + rise + 1),
      behind(u, heightM + rise + 1),
    ]);
    drawing.fill(chimney, stage.lit(hexColor("#7d4a3c"), front.normal, front.origin));
  }
}

function drawCourses(brush: PlaneBrush, half: number, heightM: number, wall: Color): void {
  for (let v = 0.9; v < heightM - 0.5; v += 0.5) brush.rect(-half, v, half, v + 0.05, scaleColor(wall, 0.86), 0.8);
}

/** Weathering: long faint streaks, so that no wall is one flat colour. */
function drawStains(brush: PlaneBrush, dice: Dice, half: number, heightM: number, wall: Color): void {
  for (let i = 0; i < 10; i++) {
    const [u, top] = [dice.range(-half, half - 0.6), dice.range(heightM * 0.4, heightM)];
    brush.rect(
      u,
      top - dice.range(0.6, 3),
      Math.min(half, u + dice.range(0.2, 1.6)),
      top,
      scaleColor(wall, dice.chance(0.6) ? 0.82 : 1.12),
      0.28,
    );
  }
}

function drawCurtain(brush: PlaneBrush, dice: Dice, half: number, floors: number, floorM: number, frame: Color): void {
  const { air } = brush.stage;
  const panes = Math.max(3, Math.round((half * 2) / 1.9));
  const paneM = (half * 2) / panes;
  for (let floor = 0; floor < floors; floor++) {
    for (let i = 0; i < panes; i++) {
      const left = -half + i * paneM + 0.09;
      const mirror = mixColors(
        mixColors(air.skyTop, air.skyHorizon, dice.range(0.2, 0.9)),
        [0.2, 0.28, 0.33],
        dice.range(0.25, 0.6),
      );
      const lit = dice.chance(air.litShare * 0.8);
      const low = 0.6 + floor * floorM;
      const at = brush.plane.toStreet(left, low);
      const color = lit
        ? brush.stage.glowing([0.98, 0.87, 0.6], at)
        : brush.stage.glowing(scaleColor(mirror, 0.82), at);
      brush.drawing.fill(
        brush.ring([
          [left, low],
          [left + paneM - 0.18, low],
          [left + paneM - 0.18, low + floorM - 0.5],
          [left, low + floorM - 0.5],
        ]),
        color,
      );
    }
    brush.rect(-half, 0.1 + (floor + 1) * floorM, half, 0.6 + (floor + 1) * floorM, scaleColor(frame, 0.8));
  }
  const door = dice.range(-half * 0.5, half * 0.5);
  brush.rect(door - 1.3, 0, door + 1.3, 2.5, [0.12, 0.15, 0.18]);
  brush.rect(door - 0.03, 0, door + 0.03, 2.5, scaleColor(frame, 1.1));
  brush.rect(door - 1.7, 2.5, door + 1.7, 2.75, scaleColor(frame, 1.25));
}

function drawOpenings(
  brush: PlaneBrush,
  dice: Dice,
  half: number,
  floors: number,
  floorM: number,
  wall: Color,
  kind: LotKind,
): void {
  const bay = dice.range(2, 3.2);
  const bays = Math.max(2, Math.floor((half * 2 - 0.8) / bay));
  const step = (half * 2) / bays;
  const style: WindowStyle = {
    widthM: Math.min(step * 0.62, dice.range(0.9, 1.7)),
    heightM: Math.min(floorM * 0.62, dice.range(1.3, 2.1)),
    isArched: kind === "classical" ? dice.chance(0.7) : dice.chance(0.12),
    frame: mixColors([0.93, 0.92, 0.88], wall, dice.chance(0.3) ? 0.85 : 0.1),
    shutters:
      kind === "house" && dice.chance(0.45) ? hexColor(dice.pick(["#4d6b57", "#7a3b34", "#3f5673", "#6d5a45"])) : null,
  };
  const doorBay = dice.whole(0, bays - 1);
  const hasShop = kind !== "classical" && dice.chance(0.3);
  for (let floor = 0; floor < floors; floor++) {
    for (let i = 0; i < bays; i++) {
      const u = -half + (i + 0.5) * step;
      if (floor === 0 && i === doorBay) drawDoor(brush, dice, u);
      else if (floor === 0 && hasShop)
        drawWindow(brush, dice, u, 0.6, {
          ...style,
          widthM: step * 0.8,
          heightM: floorM * 0.66,
          isArched: false,
          shutters: null,
        });
      else drawWindow(brush, dice, u, floor * floorM + 1.05, style);
    }
  }
}

function drawPortico(brush: PlaneBrush, half: number, heightM: number, wall: Color): void {
  const stone = mixColors(scaleColor(wall, 1.16), [1, 1, 1], 0.1);
  const w = Math.min(half * 0.6, 5);
  brush.polygon(
    [
      [-w, heightM],
      [w, heightM],
      [0, heightM + w * 0.36],
    ],
    stone,
  );
  brush.polygon(
    [
      [-w * 0.8, heightM + 0.2],
      [w * 0.8, heightM + 0.2],
      [0, heightM + w * 0.3],
    ],
    scaleColor(stone, 0.84),
  );
  for (let i = 0; i < 5; i++) {
    const u = -w * 0.9 + (i * w * 1.8) / 4;
    brush.rect(u - 0.28, 0.3, u + 0.28, heightM - 0.4, stone);
    brush.rect(u + 0.06, 0.3, u + 0.28, heightM - 0.4, scaleColor(stone, 0.78));
    brush.rect(u - 0.4, heightM - 0.8, u + 0.4, heightM - 0.35, scaleColor(stone, 1.05));
  }
  for (let step = 0; step < 3; step++)
    brush.rect(
      -w - 0.6 + step * 0.2,
      step * 0.16,
      w + 0.6 - step * 0.2,
      (step + 1) * 0.16,
      scaleColor(stone, 0.8 + step * 0.08),
    );
}
