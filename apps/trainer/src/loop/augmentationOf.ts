import type { AugmentConfiguration } from "@maskyard/model";
import type { RunConfiguration } from "@maskyard/store";

/** What a run's flat configuration asks to be done to its training images. */
export function augmentationOf(configuration: RunConfiguration): AugmentConfiguration {
  const { horizontalFlip, cropSizePx } = configuration;
  const [least = 1, most = least] = configuration.scaleJitter;
  return {
    horizontalFlip,
    scaleJitter: [least, most],
    cropSizePx,
    colorJitter: {
      brightness: configuration.brightnessJitter,
      contrast: configuration.contrastJitter,
      saturation: configuration.saturationJitter,
      hue: configuration.hueJitter,
    },
  };
}
