import type { ReaderOptions } from "../reading/FormatReader.ts";
import { numberOrNan } from "../reading/records.ts";
import type { ImageSize } from "../reading/settleShape.ts";

/** Fractions reach a little beyond 1 where people drew over the edge; beyond this a number is none. */
const FRACTION_MAX = 2;

/**
 * Whether the numbers of a label file are fractions of the image, as YOLO has them, or pixels, as scripts write that forgot to divide:
 * then no line is one of fractions, and all lie within the image.
 * @param lines each a class and its numbers.
 */
export function coordinatesOf(
  lines: readonly string[],
  { widthPx, heightPx }: ImageSize,
  wanted: ReaderOptions["coordinates"],
): { readonly arePixels: boolean; readonly guess: string | null } {
  if (wanted !== undefined) return { arePixels: wanted === "pixels", guess: null };
  const arePixels =
    lines.length > 0 &&
    lines.every((line) => {
      const values = line.split(/\s+/).slice(1).map(numberOrNan);
      const isBeyond = Math.max(...values) > FRACTION_MAX;
      const isInside = values.every((value, i) => value >= 0 && value <= (i % 2 === 0 ? widthPx : heightPx));
      const holdsFractions = values.some((value) => value > 0 && value < 1);
      return isBeyond && isInside && !holdsFractions;
    });
  if (!arePixels) return { arePixels, guess: null };
  return { arePixels, guess: "its numbers are no fractions and lie within the image: read as pixels" };
}
