import { SeededRandom } from "@maskyard/annotations";
import { type SceneInstance, visibleInstances } from "../annotate/visibleInstances.ts";
import { Drawing } from "../drawing/Drawing.ts";
import { rollAtmosphere } from "../light/Atmosphere.ts";
import type { SceneObject } from "../object/SceneObject.ts";
import { Dice } from "../random/Dice.ts";
import { drawBackdrop } from "../street/drawBackdrop.ts";
import { rollStreetPlan } from "../street/StreetPlan.ts";
import { placeCars } from "./placeCars.ts";
import { placeProps } from "./placeProps.ts";
import { placeSigns } from "./placeSigns.ts";
import { rollCamera } from "./rollCamera.ts";
import { Stage } from "./Stage.ts";

export const SCENE_WIDTH_PX = 320;
export const SCENE_HEIGHT_PX = 240;

export interface Scene {
  readonly stage: Stage;
  readonly backdrop: Drawing;
  /** In the order they are painted, the farthest first. */
  readonly objects: readonly SceneObject[];
  /** Painted over everything: rain. Hides nothing. */
  readonly veil: Drawing;
  readonly instances: readonly SceneInstance[];
}

/** Independent streams of one seed: a change to one part leaves the draws of the others alone. */
const STREAMS = { street: 1, backdrop: 2, cars: 3, signs: 4, props: 5, veil: 6 } as const;

/** Everything in one picture, and what of it is to be found. */
export function composeScene(seed: number): Scene {
  const dice = (stream: keyof typeof STREAMS): Dice => new Dice(new SeededRandom(seed, STREAMS[stream]));
  const street = dice("street");
  const plan = rollStreetPlan(street);
  const air = rollAtmosphere(street);
  const stage = new Stage(rollCamera(street, plan, SCENE_WIDTH_PX, SCENE_HEIGHT_PX), air);
  const isEmpty = street.chance(0.04);
  const wantedCars = isEmpty
    ? 0
    : street.weighted([
        [0, 0.4],
        [1, 1.6],
        [2, 2.6],
        [3, 3.4],
        [4, 3],
        [5, 2.2],
        [6, 1.3],
        [7, 0.6],
      ]);
  const wantedSigns = isEmpty
    ? 0
    : street.weighted([
        [0, 0.8],
        [1, 2.6],
        [2, 3.2],
        [3, 2.4],
        [4, 1.2],
      ]);

  const backdrop = new Drawing();
  drawBackdrop(stage, dice("backdrop"), plan, backdrop);
  const { objects: cars, cars: models } = placeCars(dice("cars"), stage, plan, wantedCars);
  const signs = placeSigns(dice("signs"), stage, plan, wantedSigns);
  const props = placeProps(dice("props"), stage, plan, models, street.whole(4, 11));
  const sorted = [...signs, ...cars, ...props].sort((a, b) => b.distanceM - a.distanceM);
  const { objects, instances } = keepRecognisable(sorted);
  return { stage, backdrop, objects, veil: drawRain(stage, dice("veil")), instances };
}

/**
 * Takes out cars and boards of which too little is left to see, so that whatever is in the picture is annotated.
 * What they hid comes to light again, so the rest is looked at anew.
 */
function keepRecognisable(sorted: readonly SceneObject[]): { objects: SceneObject[]; instances: SceneInstance[] } {
  let objects = [...sorted];
  for (;;) {
    const { instances, unrecognisable } = visibleInstances(objects, SCENE_WIDTH_PX, SCENE_HEIGHT_PX);
    if (unrecognisable.size === 0) return { objects, instances };
    objects = objects.filter((object) => !unrecognisable.has(object));
  }
}

function drawRain(stage: Stage, dice: Dice): Drawing {
  const veil = new Drawing();
  if (stage.air.rain === 0) return veil;
  const slant = dice.range(-0.25, 0.25);
  for (let i = 0; i < 110; i++) {
    const [x, y, length] = [dice.range(-20, SCENE_WIDTH_PX + 20), dice.range(-10, SCENE_HEIGHT_PX), dice.range(5, 16)];
    veil.line(
      [
        [x, y],
        [x + slant * length, y + length],
      ],
      [0.9, 0.93, 0.97],
      dice.range(0.3, 0.8),
      dice.range(0.12, 0.34),
    );
  }
  return veil;
}
