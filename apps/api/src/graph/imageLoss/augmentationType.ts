import {
  type Augmentation,
  type ColorAdjustment,
  describeAugmentation,
  type SampleWindow,
  type SizePx,
  windowScale,
} from "@maskyard/annotations";
import { builder } from "../builder/builder.ts";

/** With the image it was done to, null once that was deleted: sizes are told relative to it. */
interface OfImage {
  readonly image: SizePx | null;
}

const ColorKind = builder.enumType("AugmentationColorKind", {
  values: {
    BRIGHTNESS: { value: "brightness", description: "Times the factor: 0 is black." },
    CONTRAST: { value: "contrast", description: "Away from the mean grey by the factor: 0 is that grey." },
    SATURATION: {
      value: "saturation",
      description: "Away from each pixel's grey by the factor: 0 is the grey picture.",
    },
    HUE: { value: "hue", description: "Turned by a part of the circle: 0 is the picture, 0.5 the opposite hues." },
  } as const,
});

const AugmentationColorType = builder.objectRef<ColorAdjustment>("AugmentationColor").implement({
  description: "One change of the colours, as torchvision's ColorJitter makes it.",
  fields: (t) => ({
    kind: t.field({ type: ColorKind, resolve: ({ kind }) => kind }),
    amount: t.exposeFloat("amount", {
      description:
        "The factor, where 1 leaves the picture; of HUE the part of the circle, from -0.5 to 0.5, where 0 does.",
    }),
  }),
});

const AugmentationWindowType = builder.objectRef<SampleWindow & OfImage>("AugmentationWindow").implement({
  description:
    "What was seen of the scaled picture: widthPx x heightPx pixels from (leftPx, topPx) on. What of them lies outside the picture was filled with the mean colour (124, 116, 104).",
  fields: (t) => ({
    scale: t.float({
      nullable: true,
      description: "How much larger the picture was made, by its longer side; null when the image was deleted since.",
      resolve: ({ image, ...window }) => image && windowScale(window, image),
    }),
    scaledWidthPx: t.exposeInt("scaledWidthPx", { description: "Width of the whole picture once it was scaled." }),
    scaledHeightPx: t.exposeInt("scaledHeightPx", { description: "Height of the whole picture once it was scaled." }),
    leftPx: t.exposeInt("leftPx", { description: "In pixels of the scaled picture, before it was mirrored." }),
    topPx: t.exposeInt("topPx", { description: "In pixels of the scaled picture." }),
    widthPx: t.exposeInt("widthPx", { description: "Width of what the step saw, in pixels of the scaled picture." }),
    heightPx: t.exposeInt("heightPx", { description: "Height of what the step saw, in pixels of the scaled picture." }),
  }),
});

export const AugmentationType = builder.objectRef<Augmentation & OfImage>("Augmentation").implement({
  description:
    "Everything that was done to a training image, in this order: scaled and cut to the window, mirrored, its colours changed one after another. Done again to the image, it gives the picture that the step saw, pixel for pixel.",
  fields: (t) => ({
    words: t.string({
      description:
        'The same in words, for people: "scaled ×0.83 to 640 × 480, crop 512 × 480 at 31, 0, filled to 512 × 512, flipped, brightness ×1.12".',
      resolve: ({ image, ...augmentation }) => describeAugmentation(augmentation, image),
    }),
    window: t.field({
      type: AugmentationWindowType,
      nullable: true,
      description: "null where the picture was neither scaled nor cut.",
      resolve: ({ window, image }) => window && { ...window, image },
    }),
    flipped: t.exposeBoolean("flipped", { description: "Mirrored left to right, within the window." }),
    colors: t.field({
      type: [AugmentationColorType],
      description: "In the order they were made; empty where the colours stayed.",
      resolve: ({ colors }) => [...colors],
    }),
  }),
});
