import { COLOR_KINDS, type ColorAdjustment, type ColorKind } from "@maskyard/annotations";
import { chooseRandomly, type Random } from "../random/random.ts";

/** How far each may go; 0 leaves it alone. Factors are drawn from 1 - x to 1 + x, the hue's turn from -x to x of a circle. */
export interface ColorJitterConfiguration {
  brightness: number;
  contrast: number;
  saturation: number;
  /** At most 0.5, which turns every hue into any. */
  hue: number;
}

/** What torchvision.transforms.ColorJitter draws: random amounts, in a random order. They are of single precision: nothing is lost where they are kept. */
export function drawColors(configuration: ColorJitterConfiguration, random: Random): ColorAdjustment[] {
  const order = chooseRandomly(Int32Array.of(0, 1, 2, 3), 4, random);
  // All drawn, whichever are used: turning one on leaves the others' amounts as they were.
  const draws = COLOR_KINDS.map(() => 2 * random.uniform() - 1);
  return Array.from(order, (index) => {
    const kind = COLOR_KINDS[index] as ColorKind;
    const drawn = (draws[index] as number) * configuration[kind];
    return { kind, amount: Math.fround(kind === "hue" ? drawn : Math.max(0, 1 + drawn)) };
  }).filter(({ kind }) => configuration[kind] !== 0);
}
