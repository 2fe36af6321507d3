import type { CarModel } from "../cars/CarModel.ts";
import { type Color, hexColor } from "../drawing/Color.ts";
import type { PointM } from "../geometry/Point.ts";
import type { SceneObject } from "../object/SceneObject.ts";
import { drawBicycle } from "../props/drawBicycle.ts";
import { type BoxKind, type BoxSize, drawBox } from "../props/drawBox.ts";
import { drawPerson } from "../props/drawPerson.ts";
import { drawStreetThing, type StreetThing } from "../props/drawStreetThing.ts";
import { drawTree } from "../props/drawTree.ts";
import type { Dice } from "../random/Dice.ts";
import type { StreetPlan } from "../street/StreetPlan.ts";
import { castRoundShadow, castShadow } from "./castShadow.ts";
import { rollVisiblePlace } from "./rollVisiblePlace.ts";
import type { Stage } from "./Stage.ts";

type Prop = "tree" | "person" | "bicycle" | "box" | StreetThing;

const WEIGHTS: readonly (readonly [Prop, number])[] = [
  ["tree", 4],
  ["person", 5],
  ["bicycle", 1.6],
  ["box", 1],
  ["lamp", 1.6],
  ["bin", 1.2],
  ["bench", 0.8],
  ["bollard", 1.2],
  ["cone", 0.5],
  ["hydrant", 0.4],
  ["planter", 1],
  ["trafficLight", 0.7],
  ["cabinet", 1],
  ["barrier", 0.5],
];

/** Everything else in the street, none of it annotated: it hides, it distracts, and it makes a street of it. */
export function placeProps(
  dice: Dice,
  stage: Stage,
  plan: StreetPlan,
  cars: readonly CarModel[],
  wanted: number,
): SceneObject[] {
  const objects: SceneObject[] = [];
  const taken: PointM[] = [];
  for (let attempt = 0; attempt < wanted * 6 && objects.length < wanted; attempt++) {
    const prop = dice.weighted(WEIGHTS);
    const at = rollVisiblePlace(
      dice,
      stage,
      rollAcross(dice, plan, prop),
      prop === "tree" ? 6.5 : prop === "box" ? 8 : 4,
      40,
    );
    if (at === null || cars.some((car) => isUnder(car, at, prop === "box" ? 2 : 0.35))) continue;
    if (taken.some((other) => Math.abs(other[0] - at[0]) < 1.2 && Math.abs(other[1] - at[1]) < 1)) continue;
    taken.push(at);
    objects.push(drawProp(dice, stage, prop, at));
  }
  return objects;
}

function rollAcross(dice: Dice, plan: StreetPlan, prop: Prop): number {
  const side = dice.sign();
  const kerb = plan.roadHalfM;
  if (prop === "tree" || prop === "lamp" || prop === "trafficLight" || prop === "bollard")
    return side * (kerb + dice.range(0.5, 1));
  if (prop === "box") return side * (dice.chance(0.5) && plan.hasParking ? plan.laneHalfM + 1.1 : plan.frontM - 1.2);
  if ((prop === "person" || prop === "bicycle") && dice.chance(0.16)) return dice.range(-kerb, kerb);
  return side * dice.range(kerb + 0.6, plan.frontM - 0.4);
}

function isUnder(car: CarModel, at: PointM, marginM: number): boolean {
  const [x, y] = car.fromStreet(at);
  return Math.abs(x) < car.lengthM / 2 + marginM && Math.abs(y) < car.shape.widthM / 2 + marginM;
}

function drawProp(dice: Dice, stage: Stage, prop: Prop, at: PointM): SceneObject {
  switch (prop) {
    case "tree":
      return { ...drawTree(stage, dice, at), shadow: castRoundShadow(stage, at, 1.6, 5) };
    case "person":
      return { ...drawPerson(stage, dice, at), shadow: castRoundShadow(stage, at, 0.28, 1.7) };
    case "bicycle":
      return { ...drawBicycle(stage, dice, at), shadow: castRoundShadow(stage, at, 0.5, 0.9) };
    case "box":
      return drawBoxProp(dice, stage, at);
    default:
      return {
        ...drawStreetThing(stage, dice, at, prop),
        shadow: castRoundShadow(stage, at, prop === "lamp" ? 0.12 : 0.35, prop === "lamp" ? 6 : 1),
      };
  }
}

function drawBoxProp(dice: Dice, stage: Stage, at: PointM): SceneObject {
  const [kind, size, colors] = dice.pick<readonly [BoxKind, BoxSize, readonly string[]]>([
    ["skip", { lengthM: 3.4, widthM: 1.7, heightM: 1.35 }, ["#c98a1e", "#3d6b8f", "#7a8a3c", "#a8412f"]],
    ["hedge", { lengthM: dice.range(2.5, 6), widthM: 0.9, heightM: dice.range(0.8, 1.5) }, ["#4a6b35", "#5a7d3c"]],
    ["kiosk", { lengthM: 2.8, widthM: 2, heightM: 2.5 }, ["#b8483a", "#2f6b6f", "#d9b45a", "#5a7a9a"]],
    ["crates", { lengthM: 1.4, widthM: 1.1, heightM: dice.range(0.9, 1.6) }, ["#a9814f", "#8f6a40"]],
  ]);
  const color: Color = hexColor(dice.pick(colors));
  const [l, w] = [size.lengthM / 2, size.widthM / 2];
  const footprint = [-l, l].flatMap((x) => [-w, w].map((y): PointM => [at[0] + x, at[1] + y, 0]));
  const corners = footprint.map(([x, y]): PointM => [x, y, size.heightM]);
  if (![...footprint, ...corners].every((corner) => stage.camera.depthM(corner) > 1.5)) {
    return { ...drawStreetThing(stage, dice, at, "bin"), shadow: castRoundShadow(stage, at, 0.35, 1) };
  }
  const heading = dice.chance(0.8) ? 0 : Math.PI;
  return {
    ...drawBox(stage, dice, at, heading, size, kind, color),
    shadow: castShadow(stage, [...footprint, ...corners], footprint),
  };
}
