import type { DocumentAnnotation } from "../../document/types.ts";
import { runsFromGeometry } from "../../geometry/runsFromGeometry.ts";
import type { ImageSize } from "../reading/settleShape.ts";

/** Values of a mask are bytes, 0 is the background and 255 the border. */
export const MASK_VALUE_MAX = 254;

/**
 * Draws shapes into one mask, each with its value. Large ones are drawn first; what small ones cover is lost to them.
 * @returns the mask, row by row, and how many pixels each value has where nothing covers it.
 */
export function drawObjects(
  objects: readonly { readonly annotation: DocumentAnnotation; readonly value: number }[],
  { widthPx, heightPx }: ImageSize,
): { readonly samples: Uint8Array; readonly drawnPx: ReadonlyMap<number, number> } {
  const samples = new Uint8Array(widthPx * heightPx);
  const drawnPx = new Map<number, number>();
  for (const { annotation, value } of [...objects].sort((a, b) => b.annotation.areaPx - a.annotation.areaPx)) {
    const { counts } = runsFromGeometry(annotation.geometry, annotation.boxXywhPx, heightPx, widthPx);
    let count = 0;
    let position = 0;
    counts.forEach((run, i) => {
      if (i % 2 === 1) {
        count += run;
        let x = Math.floor(position / heightPx);
        let y = position - x * heightPx;
        for (let rest = run; rest > 0; rest--) {
          samples[y * widthPx + x] = value;
          if (++y === heightPx) {
            y = 0;
            x++;
          }
        }
      }
      position += run;
    });
    drawnPx.set(value, count);
  }
  return { samples, drawnPx };
}

/** How many pixels each value has. */
export function countPixels(samples: Uint8Array): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const value of samples) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
