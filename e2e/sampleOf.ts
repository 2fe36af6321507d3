import sharp from "sharp";
import type { RunningProduct } from "../tools/testing/providedContext.d.ts";

/** An image of a step, as the graph tells of it: scaled, cut, perhaps mirrored, and of another brightness. */
export interface SeenImage {
  readonly image: { readonly url: string };
  readonly augmentation: {
    readonly window: {
      readonly scaledWidthPx: number;
      readonly scaledHeightPx: number;
      readonly leftPx: number;
      readonly topPx: number;
      readonly widthPx: number;
      readonly heightPx: number;
    };
    readonly colors: readonly { readonly amount: number }[];
  };
}

/** What the step saw, made of the original by libvips: RGB, row-major. */
export async function sampleOf(
  product: Pick<RunningProduct, "url" | "token">,
  { image, augmentation: { window, colors } }: SeenImage,
  mirrored: boolean,
): Promise<number[]> {
  const response = await fetch(new URL(image.url, product.url), {
    headers: { authorization: `Bearer ${product.token}` },
  });
  if (!response.ok) throw new Error(`sampleOf: ${image.url} gave ${response.status}`);
  const scaled = await sharp(Buffer.from(await response.arrayBuffer()))
    .rotate()
    .resize(window.scaledWidthPx, window.scaledHeightPx, { fit: "fill", kernel: "linear" })
    .extract({ left: window.leftPx, top: window.topPx, width: window.widthPx, height: window.heightPx })
    .removeAlpha()
    .png()
    .toBuffer();
  const pixels = await sharp(scaled).flop(mirrored).raw().toBuffer();
  const brightness = colors.reduce((factor, { amount }) => factor * amount, 1);
  return Array.from(pixels, (value) => Math.min(255, Math.floor(value * brightness)));
}
