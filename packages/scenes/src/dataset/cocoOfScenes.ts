import { writeCoco } from "@maskyard/annotations";
import type { CampusScene } from "../compose/generateCampusScene.ts";
import type { SceneSubset } from "./sceneSeed.ts";

export interface NamedScene {
  readonly fileName: string;
  readonly seed: number;
  readonly scene: Pick<CampusScene, "widthPx" | "heightPx" | "atmosphere" | "instances">;
}

/** Raised whenever the same seed gives other pictures or other polygons than before. */
export const SCENES_VERSION = "1";

/**
 * One subset's COCO file as text. Each image says how it was taken; an instance with a hole is written as run lengths,
 * because COCO unites polygons and would fill the hole.
 */
export function cocoOfScenes(scenes: readonly NamedScene[], subset: SceneSubset, datasetSeed: number): string {
  const coco = writeCoco({
    categories: ["car", "sign board"].map((name) => ({ name, sourceId: null })),
    images: scenes.map(({ fileName, scene }) => ({
      key: fileName,
      fileName,
      matchedPath: fileName,
      widthPx: scene.widthPx,
      heightPx: scene.heightPx,
      subset,
      annotations: scene.instances.map((instance, i) => ({
        key: `${fileName} ${i}`,
        categoryName: instance.categoryName,
        geometry: { type: "polygon", parts: instance.parts },
        boxXywhPx: instance.boxXywhPx,
        areaPx: instance.areaPx,
        isCrowd: false,
        raw: null,
      })),
    })),
  });
  const instances = scenes.flatMap(({ scene }) => scene.instances);
  const file = {
    info: {
      description: "Campus street scenes drawn by Maskyard, with the exact visible part of every car and sign board",
      version: SCENES_VERSION,
      year: 2026,
      contributor: "Maskyard",
      dataset_seed: datasetSeed,
      subset,
    },
    images: coco.images.map((image, i) => ({
      ...image,
      capture: { scene_seed: scenes[i]?.seed, atmosphere: scenes[i]?.scene.atmosphere },
    })),
    annotations: coco.annotations.map((annotation, i) => ({
      ...annotation,
      occluded: (instances[i]?.hiddenShare ?? 0) > 0.01,
      truncated: instances[i]?.isCutByFrame ?? false,
    })),
    categories: coco.categories,
  };
  return `${JSON.stringify(file)}\n`;
}
