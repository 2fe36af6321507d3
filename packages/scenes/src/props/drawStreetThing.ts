import type { Stage } from "../compose/Stage.ts";
import type { PointM } from "../geometry/Point.ts";
import type { SceneObject } from "../object/SceneObject.ts";
import type { Dice } from "../random/Dice.ts";
import { SpriteBrush } from "./SpriteBrush.ts";
import { STREET_FURNITURE } from "./streetFurniture.ts";
import { STREET_POSTS } from "./streetPosts.ts";

const DRAWERS = { ...STREET_POSTS, ...STREET_FURNITURE };

export type StreetThing = keyof typeof DRAWERS;

/** Street furniture: none of it is annotated, some of it looks like a board or a car body from afar. */
export function drawStreetThing(stage: Stage, dice: Dice, at: PointM, thing: StreetThing): SceneObject {
  const brush = new SpriteBrush(stage, at);
  DRAWERS[thing](brush, dice);
  return brush.object();
}
