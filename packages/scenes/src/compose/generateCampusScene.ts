import { SeededRandom } from "@maskyard/annotations";
import sharp from "sharp";
import type { SceneInstance } from "../annotate/visibleInstances.ts";
import { Dice } from "../random/Dice.ts";
import { exposePhotograph, rollExposure } from "../render/exposePhotograph.ts";
import { rasteriseScene } from "../render/renderScene.ts";
import { composeScene, SCENE_HEIGHT_PX, SCENE_WIDTH_PX } from "./composeScene.ts";

export interface CampusScene {
  readonly jpeg: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Time of day and weather, for example `clear noon` or `rain`. */
  readonly atmosphere: string;
  /** Every car and sign board in the picture, the farthest first. */
  readonly instances: readonly SceneInstance[];
}

const EXPOSURE_STREAM = 7;

/**
 * One picture of a street on a campus, with the exact visible part of every car and sign board.
 * @param seed whole number; equal seeds give equal bytes.
 */
export async function generateCampusScene(seed: number): Promise<CampusScene> {
  const scene = composeScene(seed);
  const fine = await rasteriseScene(scene);
  const random = new SeededRandom(seed, EXPOSURE_STREAM);
  const { air } = scene.stage;
  const exposure = rollExposure(random, air.name === "dusk" ? 1 : air.rain > 0 ? 0.5 : 0);
  const quality = new Dice(random).whole(72, 93);
  const rgb = exposePhotograph(fine, SCENE_WIDTH_PX, SCENE_HEIGHT_PX, exposure, random);
  const jpeg = await sharp(rgb, { raw: { width: SCENE_WIDTH_PX, height: SCENE_HEIGHT_PX, channels: 3 } })
    .jpeg({ quality, chromaSubsampling: "4:2:0", mozjpeg: false })
    .toBuffer();
  return { jpeg, widthPx: SCENE_WIDTH_PX, heightPx: SCENE_HEIGHT_PX, atmosphere: air.name, instances: scene.instances };
}
