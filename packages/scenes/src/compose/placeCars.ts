import { CarModel } from "../cars/CarModel.ts";
import { CAR_SHAPES, type CarShape } from "../cars/carShapes.ts";
import { type CarLook, drawCar } from "../cars/drawCar.ts";
import { type Color, hexColor, mixColors } from "../drawing/Color.ts";
import type { PointM } from "../geometry/Point.ts";
import { boxOfOutline } from "../object/boxOfOutline.ts";
import type { SceneObject } from "../object/SceneObject.ts";
import type { Dice } from "../random/Dice.ts";
import type { StreetPlan } from "../street/StreetPlan.ts";
import { castShadow } from "./castShadow.ts";
import { rollVisiblePlace } from "./rollVisiblePlace.ts";
import type { Stage } from "./Stage.ts";

const PAINTS: readonly (readonly [string, number])[] = [
  ["#eceeee", 5],
  ["#b9bdc1", 4],
  ["#7b8086", 4],
  ["#25272b", 4],
  ["#2c4d86", 3],
  ["#a3201f", 3],
  ["#5f86ad", 2],
  ["#2f5b46", 1],
  ["#e0b020", 1],
  ["#cbbd9d", 1],
  ["#d1672a", 1],
  ["#5b3c2c", 1],
  ["#7fb0a8", 1],
  ["#6a2438", 1],
];

/** Cars on both lanes and in the parking lanes. Every one the camera sees counts; the wish may not be met in full. */
export function placeCars(
  dice: Dice,
  stage: Stage,
  plan: StreetPlan,
  wanted: number,
): { objects: SceneObject[]; cars: CarModel[] } {
  const objects: SceneObject[] = [];
  const cars: CarModel[] = [];
  for (let attempt = 0; attempt < wanted * 14 && objects.length < wanted; attempt++) {
    const car = rollCar(dice, stage, plan, cars);
    if (car === null || cars.some((other) => isTooClose(car, other))) continue;
    const corners = bodyCorners(car);
    if (!corners.every((corner) => stage.camera.depthM(corner) > 1.5)) continue;
    const object = drawCar(stage, car, rollLook(dice, stage, car.shape));
    if (!isWellFramed(object, stage)) continue;
    cars.push(car);
    const halfLength = car.lengthM * 0.47;
    const footprint = [-1, 1].flatMap((x) =>
      [-1, 1].map((y) => car.toStreet(x * halfLength, y * car.shape.widthM * 0.47, 0)),
    );
    objects.push({ ...object, shadow: castShadow(stage, corners, footprint) });
  }
  return { objects, cars };
}

function rollCar(dice: Dice, stage: Stage, plan: StreetPlan, placed: readonly CarModel[]): CarModel | null {
  const shape = dice.pick(CAR_SHAPES);
  const last = placed.at(-1);
  if (last !== undefined && dice.chance(0.4)) {
    // Nose to tail with the one before, as in a parking lane or a queue.
    const gap =
      (last.lengthM + shape.lower.reduce((most, [x]) => Math.max(most, Math.abs(x)), 0) * 2) / 2 + dice.range(0.6, 1.6);
    const turned = dice.chance(0.15) ? Math.PI : 0;
    return new CarModel(shape, {
      alongM: last.place.alongM + gap * dice.sign(),
      acrossM: last.place.acrossM + dice.range(-0.1, 0.1),
      headingRad: last.place.headingRad + turned,
    });
  }
  const parkedM = plan.hasParking ? plan.laneHalfM + 1.08 : plan.roadHalfM + 0.5;
  const kerb = plan.hasParking ? 4 : 1;
  const lane = dice.weighted<{ acrossM: number; headingRad: number }>([
    [{ acrossM: plan.laneHalfM * 0.52, headingRad: 0 }, 2],
    [{ acrossM: -plan.laneHalfM * 0.52, headingRad: Math.PI }, 2],
    [{ acrossM: parkedM, headingRad: dice.chance(0.75) ? 0 : Math.PI }, kerb],
    [{ acrossM: -parkedM, headingRad: dice.chance(0.75) ? Math.PI : 0 }, kerb],
    [{ acrossM: dice.range(-1.5, 1.5), headingRad: dice.range(0, 2 * Math.PI) }, 0.7],
  ]);
  const at = rollVisiblePlace(dice, stage, lane.acrossM + dice.range(-0.2, 0.2), 5, dice.chance(0.3) ? 55 : 26);
  if (at === null) return null;
  return new CarModel(shape, { alongM: at[0], acrossM: at[1], headingRad: lane.headingRad + dice.range(-0.05, 0.05) });
}

function bodyCorners(car: CarModel): PointM[] {
  const half = car.lengthM / 2;
  const [rearFoot, rearTop, frontTop] = car.shape.greenhouse;
  const w = car.shape.widthM / 2;
  const sections: [number, number][] = [
    [-half, 0.3],
    [-half, rearFoot[1]],
    [rearTop[0], rearTop[1]],
    [frontTop[0], frontTop[1]],
    [half, 0.8],
    [half, 0.3],
  ];
  return sections.flatMap(([x, z]) => [
    car.toStreet(x, w * (z > 1.2 ? 0.8 : 1), z),
    car.toStreet(x, -w * (z > 1.2 ? 0.8 : 1), z),
  ]);
}

function isTooClose(a: CarModel, b: CarModel): boolean {
  const [along, across] = [Math.abs(a.place.alongM - b.place.alongM), Math.abs(a.place.acrossM - b.place.acrossM)];
  const skewed = [a, b].some((car) => Math.abs(Math.sin(car.place.headingRad)) > 0.3);
  return along < (a.lengthM + b.lengthM) / 2 + 0.4 && across < (skewed ? 3.4 : 2);
}

/** Neither a speck nor a wall of metal, and more of it inside the frame than a bumper. */
function isWellFramed(object: SceneObject, stage: Stage): boolean {
  const { widthPx, heightPx } = stage.camera;
  const [left, top, right, bottom] = boxOfOutline(object.outline);
  const inside = (Math.min(right, widthPx) - Math.max(left, 0)) / (right - left);
  const insideV = (Math.min(bottom, heightPx) - Math.max(top, 0)) / (bottom - top);
  return (
    right - left > 11 &&
    right - left < widthPx * 0.72 &&
    bottom - top < heightPx * 0.6 &&
    inside > 0.22 &&
    insideV > 0.45
  );
}

function rollLook(dice: Dice, stage: Stage, shape: CarShape): CarLook {
  const body = mixColors(hexColor(dice.weighted(PAINTS)), [0.5, 0.5, 0.5], dice.range(0, 0.12));
  const stripes: readonly Color[] = [
    hexColor("#d9563f"),
    hexColor("#2f6b4f"),
    hexColor("#2c5aa0"),
    hexColor("#e2b33c"),
  ];
  return {
    body,
    rim: dice.pick<Color>([
      [0.74, 0.75, 0.77],
      [0.6, 0.61, 0.63],
      [0.2, 0.2, 0.22],
    ]),
    trim: dice.chance(0.5) ? body : [0.12, 0.12, 0.13],
    lightsOn: dice.chance(stage.air.litShare * 1.6),
    hasRoofRails: (shape.name === "estate" || shape.name === "off-roader") && dice.chance(0.6),
    stripe: dice.chance(shape.name === "van" ? 0.45 : 0.06) ? dice.pick(stripes) : null,
  };
}
