/** A picture's size. */
export interface SizePx {
  readonly heightPx: number;
  readonly widthPx: number;
}

/**
 * What is seen of a picture that was scaled: `scaledHeightPx` x `scaledWidthPx` is the whole of it, of which the window shows
 * `heightPx` x `widthPx` pixels from (topPx, leftPx) on; what lies outside the scaled picture is filled with `FILL_RGB`.
 */
export interface SampleWindow extends SizePx {
  readonly scaledHeightPx: number;
  readonly scaledWidthPx: number;
  /** Of the scaled picture, before it is mirrored. */
  readonly topPx: number;
  readonly leftPx: number;
}

export const COLOR_KINDS = ["brightness", "contrast", "saturation", "hue"] as const;
export type ColorKind = (typeof COLOR_KINDS)[number];

/** One change of the colours, as `adjustColors` makes it. */
export interface ColorAdjustment {
  readonly kind: ColorKind;
  /** Brightness, contrast and saturation: the factor, 1 leaves the picture. Hue: by how much of the circle, 0 leaves it. */
  readonly amount: number;
}

/** Everything that was done to a training image, in this order: scaled and cut to a window, mirrored, its colours changed. */
export interface Augmentation {
  /** null: the picture kept its size and was shown whole. */
  readonly window: SampleWindow | null;
  /** Mirrored left to right, within the window. */
  readonly flipped: boolean;
  /** One after another; each kind at most once. */
  readonly colors: readonly ColorAdjustment[];
}

/** ImageNet's mean colour: what the normalised batch is padded with, zero. */
export const FILL_RGB = [124, 116, 104] as const;
