import { hexColor } from "../drawing/Color.ts";
import { Drawing } from "../drawing/Drawing.ts";
import { PlaneBrush } from "../drawing/PlaneBrush.ts";
import { Plane } from "../geometry/Plane.ts";
import type { PointM } from "../geometry/Point.ts";
import { boxOfOutline } from "../object/boxOfOutline.ts";
import type { SceneObject } from "../object/SceneObject.ts";
import { drawPole } from "../props/drawPole.ts";
import type { Dice } from "../random/Dice.ts";
import {
  type BoardDesign,
  rollBillboard,
  rollBladeBoard,
  rollNoticeBoard,
  rollPointerBoard,
  rollTrafficBoard,
  rollWallBoard,
} from "../signs/BoardDesign.ts";
import { boardShape } from "../signs/boardShapes.ts";
import { drawBoard } from "../signs/drawBoard.ts";
import type { StreetPlan } from "../street/StreetPlan.ts";
import { castRoundShadow } from "./castShadow.ts";
import { rollVisiblePlace } from "./rollVisiblePlace.ts";
import type { Stage } from "./Stage.ts";

/** What is fixed to a wall lies behind everything that stands in the street. */
export const WALL_DISTANCE_M = 1000;

type Mount = "pole" | "posts" | "billboard" | "wall" | "blade";

/** Sign boards on poles, on posts and on walls; each list holds a board with what carries it. */
export function placeSigns(dice: Dice, stage: Stage, plan: StreetPlan, wanted: number): SceneObject[] {
  const placed: SceneObject[] = [];
  let boards = 0;
  for (let attempt = 0; attempt < wanted * 12 && boards < wanted; attempt++) {
    const mount = dice.weighted<Mount>([
      ["pole", 5],
      ["posts", 2],
      ["billboard", 1.3],
      ["wall", 3],
      ["blade", 1.4],
    ]);
    const objects = PLACERS[mount](dice, stage, plan);
    const own = objects.filter((object) => object.categoryName !== null);
    if (own.length === 0 || !own.every((object) => isWellFramed(object, stage))) continue;
    placed.push(...objects);
    boards += own.length;
  }
  return placed;
}

const PLACERS: Readonly<Record<Mount, (dice: Dice, stage: Stage, plan: StreetPlan) => SceneObject[]>> = {
  pole(dice, stage, plan) {
    const at = rollVisiblePlace(dice, stage, dice.sign() * (plan.roadHalfM + dice.range(0.4, 0.8)), 4.5, 32);
    if (at === null) return [];
    const facing = facingCamera(dice, stage, at, 0.55);
    const design = rollTrafficBoard(dice);
    const centre = dice.range(2.05, 2.75);
    const objects = [boardAt(dice, stage, at, centre, facing, design)];
    let top = centre + design.heightM / 2;
    if (dice.chance(0.3)) {
      const second = dice.chance(0.5) ? rollPointerBoard(dice) : rollTrafficBoard(dice);
      const above = dice.chance(0.5);
      const gap = (design.heightM + second.heightM) / 2 + 0.05;
      objects.push(boardAt(dice, stage, at, above ? centre + gap : centre - gap, facing, second));
      if (above) top += second.heightM;
    }
    objects.push({ ...drawPole(stage, at, top + 0.03, 0.09, 0.02), shadow: castRoundShadow(stage, at, 0.1, top) });
    return objects;
  },
  posts(dice, stage, plan) {
    const at = rollVisiblePlace(dice, stage, dice.sign() * dice.range(plan.roadHalfM + 0.9, plan.frontM - 0.5), 5, 26);
    if (at === null) return [];
    return onTwoPosts(dice, stage, at, rollNoticeBoard(dice), dice.range(0.7, 1), 0.1);
  },
  billboard(dice, stage, plan) {
    const at = rollVisiblePlace(dice, stage, dice.sign() * (plan.frontM - dice.range(0.4, 1)), 11, 45);
    if (at === null) return [];
    return onTwoPosts(dice, stage, at, rollBillboard(dice), dice.range(1.9, 2.8), 0.2);
  },
  wall(dice, stage, plan) {
    const side = dice.sign();
    const at = rollVisiblePlace(dice, stage, side * plan.frontM, 5, 34);
    if (at === null) return [];
    const design = rollWallBoard(dice);
    const half = design.widthM / 2 + 0.2;
    const isOnWall = plan.lots.some(
      (lot) => lot.side === side && lot.kind !== "lawn" && lot.fromM < at[0] - half && lot.toM > at[0] + half,
    );
    const facing = side > 0 ? -Math.PI / 2 : Math.PI / 2;
    const plane = new Plane(
      [at[0], at[1], design.content === "shop" ? dice.range(2.75, 3.7) : dice.range(1.5, 2.2)],
      facing,
    );
    const angle = viewingAngle(stage, plane);
    if (!isOnWall || angle < 0.22) return [];
    const shadow = new Drawing();
    const shape = boardShape(design.outline, design.widthM, design.heightM);
    new PlaneBrush(stage, plane, shadow).polygon(
      shape.map(([u, v]): [number, number] => [u + 0.1, v - 0.12]),
      [0.05, 0.05, 0.08],
      0.4,
    );
    const distance = WALL_DISTANCE_M + stage.camera.groundDistanceM(at);
    return [{ ...drawBoard(stage, dice, plane, design, distance), shadow }];
  },
  blade(dice, stage, plan) {
    const side = dice.sign();
    const at = rollVisiblePlace(dice, stage, side * plan.frontM, 6, 30);
    if (at === null) return [];
    if (
      !plan.lots.some(
        (lot) => lot.side === side && lot.kind !== "lawn" && lot.fromM < at[0] - 0.3 && lot.toM > at[0] + 0.3,
      )
    )
      return [];
    const design = rollBladeBoard(dice);
    const facing = at[0] > stage.camera.pose.positionM[0] ? Math.PI : 0;
    const origin: PointM = [at[0], at[1] - side * (design.widthM / 2 + 0.25), dice.range(2.9, 3.9)];
    const plane = new Plane(origin, facing);
    if (viewingAngle(stage, plane) < 0.25) return [];
    const board = drawBoard(stage, dice, plane, design, stage.camera.groundDistanceM(origin));
    return [board, drawBracket(stage, plane, design, board.distanceM)];
  },
};

function onTwoPosts(
  dice: Dice,
  stage: Stage,
  at: PointM,
  design: BoardDesign,
  clearM: number,
  postM: number,
): SceneObject[] {
  const facing = facingCamera(dice, stage, at, 0.6);
  const plane = new Plane(at, facing);
  const posts = [-0.36, 0.36].map((share) => plane.toStreet(share * design.widthM, 0));
  if (!posts.every((post) => stage.camera.depthM(post) > 2)) return [];
  const steel = hexColor(dice.pick(["#5d6166", "#7a5a3c", "#3c4046"]));
  const top = clearM + design.heightM;
  const distance = stage.camera.groundDistanceM(at);
  const board = boardAt(dice, stage, at, clearM + design.heightM / 2, facing, design);
  return [
    board,
    ...posts.map((post) => {
      // Both posts stand behind the board, however it is turned.
      const behind = distance + 0.03 - stage.camera.groundDistanceM(post);
      return {
        ...drawPole(stage, post, top - 0.1, postM, behind, steel),
        shadow: castRoundShadow(stage, post, postM, top),
      };
    }),
  ];
}

function boardAt(dice: Dice, stage: Stage, at: PointM, upM: number, facing: number, design: BoardDesign): SceneObject {
  return drawBoard(stage, dice, new Plane([at[0], at[1], upM], facing), design, stage.camera.groundDistanceM(at));
}

function facingCamera(dice: Dice, stage: Stage, at: PointM, jitterRad: number): number {
  const [x, y] = stage.camera.pose.positionM;
  return Math.atan2(y - at[1], x - at[0]) + dice.range(-jitterRad, jitterRad);
}

/** Cosine between the board's normal and the direction to the camera, over the ground. */
function viewingAngle(stage: Stage, plane: Plane): number {
  const [x, y] = stage.camera.pose.positionM;
  const [dx, dy] = [x - plane.origin[0], y - plane.origin[1]];
  return (dx * plane.normal[0] + dy * plane.normal[1]) / Math.sqrt(dx * dx + dy * dy);
}

function drawBracket(stage: Stage, plane: Plane, design: BoardDesign, boardDistanceM: number): SceneObject {
  const drawing = new Drawing();
  const brush = new PlaneBrush(stage, plane, drawing);
  const [w, top] = [design.widthM / 2, design.heightM / 2];
  const corners: [number, number][] = [
    [-w - 0.25, top - 0.02],
    [w + 0.25, top - 0.02],
    [w + 0.25, top + 0.06],
    [-w - 0.25, top + 0.06],
  ];
  const ring = brush.ring(corners);
  drawing.fill(ring, brush.color([0.2, 0.2, 0.22]));
  return { distanceM: boardDistanceM + 0.02, drawing, outline: [{ outer: ring, holes: [] }], categoryName: null };
}

function isWellFramed(object: SceneObject, stage: Stage): boolean {
  const { widthPx, heightPx } = stage.camera;
  const [left, top, right, bottom] = boxOfOutline(object.outline);
  const [w, h] = [right - left, bottom - top];
  const insideH = (Math.min(right, widthPx) - Math.max(left, 0)) / w;
  const insideV = (Math.min(bottom, heightPx) - Math.max(top, 0)) / h;
  return Math.min(w, h) > 5.5 && w < widthPx * 0.6 && h < heightPx * 0.55 && insideH > 0.3 && insideV > 0.4;
}
