import type { TrainingImage, TrainingTarget } from "../images/images.ts";

/** Mirrors left to right. */
export function flipHorizontally(
  image: TrainingImage,
  target: TrainingTarget,
): { image: TrainingImage; target: TrainingTarget } {
  const { heightPx, widthPx } = image;
  const boxesXyxyPx = target.boxesXyxyPx.slice();
  for (let offset = 0; offset < boxesXyxyPx.length; offset += 4) {
    boxesXyxyPx[offset] = widthPx - (target.boxesXyxyPx[offset + 2] as number);
    boxesXyxyPx[offset + 2] = widthPx - (target.boxesXyxyPx[offset] as number);
  }
  return {
    image: { heightPx, widthPx, pixels: mirrorRows(image.pixels, heightPx, widthPx, 3) },
    target: {
      boxesXyxyPx,
      labels: target.labels,
      masks: target.masks.map((mask) => mirrorRows(mask, heightPx, widthPx, 1)),
    },
  };
}

function mirrorRows(values: Uint8Array, height: number, width: number, channels: number): Uint8Array {
  const mirrored = new Uint8Array(values.length);
  for (let row = 0; row < height; row++) {
    const start = row * width * channels;
    if (channels === 1) {
      // A photograph has dozens of masks: reversed natively, not value by value.
      mirrored.set(values.subarray(start, start + width).toReversed(), start);
      continue;
    }
    for (let column = 0; column < width; column++) {
      const from = start + column * channels;
      const to = start + (width - 1 - column) * channels;
      for (let channel = 0; channel < channels; channel++) mirrored[to + channel] = values[from + channel] as number;
    }
  }
  return mirrored;
}
