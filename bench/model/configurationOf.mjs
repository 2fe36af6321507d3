import { modelConfiguration } from "../../packages/model/dist/index.js";

/** Frozen norms and three trainable layers on both sides; the image is taken as it is. */
export function configurationOf(/** @type {{architecture: string, heightPx: number, widthPx: number}} */ settings) {
  const { architecture, heightPx, widthPx } = settings;
  return modelConfiguration(/** @type {"mininet" | "maskrcnn_resnet50_fpn"} */ (architecture), {
    numClasses: 3,
    transform: { minSizePx: Math.min(heightPx, widthPx), maxSizePx: Math.max(heightPx, widthPx) },
    backbone: { norm: "frozen", trainableLayers: 3 },
  });
}
