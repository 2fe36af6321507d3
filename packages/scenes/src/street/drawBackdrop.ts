import type { Stage } from "../compose/Stage.ts";
import { hexColor, scaleColor } from "../drawing/Color.ts";
import type { Drawing } from "../drawing/Drawing.ts";
import { PlaneBrush } from "../drawing/PlaneBrush.ts";
import { Plane } from "../geometry/Plane.ts";
import type { PointM } from "../geometry/Point.ts";
import { drawTree } from "../props/drawTree.ts";
import type { Dice } from "../random/Dice.ts";
import { drawBuilding } from "./drawBuilding.ts";
import { drawGround } from "./drawGround.ts";
import { drawSky } from "./drawSky.ts";
import type { Lot, LotKind, StreetPlan } from "./StreetPlan.ts";

/** Sky, ground and both sides of the street: all that lies behind the things that stand in it. */
export function drawBackdrop(stage: Stage, dice: Dice, plan: StreetPlan, drawing: Drawing): void {
  drawSky(stage, dice, drawing);
  drawGround(stage, dice, plan, drawing);
  if (plan.closedAtM !== null) {
    const end = new Plane([plan.closedAtM, 0, 0], Math.PI);
    const kind = dice.pick<Exclude<LotKind, "lawn">>(["brick", "classical", "glass"]);
    drawBuilding(stage, dice, end, plan.frontM * 2 + 8, kind, drawing);
  }
  drawHouseShadows(stage, plan, drawing);
  const { camera } = stage;
  const lots = plan.lots
    .map((lot) => ({ lot, plane: lotFront(lot, plan) }))
    .filter(
      ({ lot, plane }) =>
        plane.facesPoint(camera.pose.positionM) && isInView(stage, lot, plan) && lot.fromM < (plan.closedAtM ?? 1000),
    )
    .sort((a, b) => camera.groundDistanceM(b.plane.origin) - camera.groundDistanceM(a.plane.origin));
  for (const { lot, plane } of lots) {
    if (lot.kind === "lawn") drawLawn(stage, dice, lot, plan, drawing);
    else drawBuilding(stage, dice, plane, lot.toM - lot.fromM, lot.kind, drawing);
  }
}

function lotFront(lot: Lot, plan: StreetPlan): Plane {
  return new Plane([(lot.fromM + lot.toM) / 2, lot.side * plan.frontM, 0], lot.side > 0 ? -Math.PI / 2 : Math.PI / 2);
}

function isInView(stage: Stage, lot: Lot, plan: StreetPlan): boolean {
  const across = lot.side * plan.frontM;
  const ring = stage.camera.project([
    [lot.fromM, across, 0],
    [lot.toM, across, 0],
    [lot.toM, across, 12],
    [lot.fromM, across, 12],
  ]);
  if (ring.length < 3) return false;
  const xs = ring.map((point) => point[0]);
  return Math.max(...xs) > 0 && Math.min(...xs) < stage.camera.widthPx;
}

function drawLawn(stage: Stage, dice: Dice, lot: Lot, plan: StreetPlan, drawing: Drawing): void {
  const trees = dice.whole(2, 5);
  const spots: PointM[] = Array.from({ length: trees }, () => [
    dice.range(lot.fromM, lot.toM),
    lot.side * (plan.frontM + dice.range(2, 14)),
    0,
  ]);
  spots.sort((a, b) => stage.camera.groundDistanceM(b) - stage.camera.groundDistanceM(a));
  for (const spot of spots) {
    if (stage.camera.depthM(spot) > 5) drawing.add(drawTree(stage, dice, spot).drawing);
  }
  if (!dice.chance(0.6)) return;
  const hedge = new PlaneBrush(stage, lotFront(lot, plan), drawing);
  const half = (lot.toM - lot.fromM) / 2;
  const height = dice.range(0.5, 1.1);
  const green = hexColor(dice.pick(["#4f6f38", "#5c7a42", "#486a3f"]));
  hedge.rect(-half, 0, half, height, green);
  hedge.rect(-half, 0, half, height * 0.3, scaleColor(green, 0.7));
  for (let i = 0; i < 40; i++) {
    hedge.disc(
      dice.range(-half, half),
      dice.range(height * 0.2, height),
      dice.range(0.08, 0.2),
      scaleColor(green, dice.range(0.75, 1.25)),
    );
  }
}

/** The houses on the sun's side darken the street in front of them. */
function drawHouseShadows(stage: Stage, plan: StreetPlan, drawing: Drawing): void {
  const { air, camera } = stage;
  const side = air.sun[1] > 0 ? 1 : -1;
  const reach = (7 * Math.abs(air.sun[1])) / Math.max(air.sun[2], 0.15);
  if (reach < 1) return;
  const shift = (-7 * air.sun[0]) / Math.max(air.sun[2], 0.15);
  const far = side * (plan.frontM - Math.min(reach, plan.frontM * 2));
  for (const lot of plan.lots) {
    if (lot.side !== side || lot.kind === "lawn") continue;
    const ring = camera.project([
      [lot.fromM, side * plan.frontM, 0],
      [lot.toM, side * plan.frontM, 0],
      [lot.toM + shift, far, 0],
      [lot.fromM + shift, far, 0],
    ]);
    drawing.fill(ring, [0.08, 0.09, 0.16], air.shadowOpacity * 0.55);
  }
}
