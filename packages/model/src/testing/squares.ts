import { miniNetConfiguration } from "../configuration/modelConfiguration.ts";
import type { TrainingImage, TrainingTarget } from "../images/images.ts";

/** MiniNet as small as it gets, for images of 64 pixels: a step takes a fraction of a second. */
export const tinyConfiguration = miniNetConfiguration({
  numClasses: 3,
  transform: { minSizePx: 64 },
  backbone: { bodyWidth: 16, groupCount: 8, pyramidChannels: 32 },
  anchors: { sizesPx: [[8], [16], [32], [64], [128]] },
  rpn: {
    preNmsTopN: { training: 100, detection: 100 },
    postNmsTopN: { training: 50, detection: 50 },
    batchSizePerImage: 64,
  },
  roi: { headWidth: 64, maskHeadWidths: [32], maskPredictorWidth: 32, batchSizePerImage: 32 },
});

export interface Square {
  x: number;
  y: number;
  sidePx: number;
  label: number;
}

/** Filled squares on grey, 64 x 64: class 1 is red, class 2 blue. */
export function squares(...shapes: Square[]): { image: TrainingImage; target: TrainingTarget } {
  const side = 64;
  const pixels = new Uint8Array(side * side * 3).fill(110);
  const masks = shapes.map(({ x, y, sidePx, label }) => {
    const mask = new Uint8Array(side * side);
    for (let row = y; row < y + sidePx; row++) {
      for (let column = x; column < x + sidePx; column++) {
        mask[row * side + column] = 1;
        pixels.set(label === 1 ? [230, 20, 20] : [20, 20, 230], (row * side + column) * 3);
      }
    }
    return mask;
  });
  return {
    image: { pixels, heightPx: side, widthPx: side },
    target: {
      boxesXyxyPx: Float32Array.from(shapes.flatMap(({ x, y, sidePx }) => [x, y, x + sidePx, y + sidePx])),
      labels: Int32Array.from(shapes, ({ label }) => label),
      masks,
    },
  };
}
