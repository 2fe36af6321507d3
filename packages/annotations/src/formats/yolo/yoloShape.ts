import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { BoxXywhPx, Geometry } from "../../document/types.ts";
import { openRing } from "../../geometry/checkGeometry.ts";
import { finiteNumber } from "../reading/records.ts";
import type { ImageSize } from "../reading/settleShape.ts";

export interface YoloLine {
  readonly classIndex: number;
  readonly geometry: Geometry;
  /** The box of geometry `box`; [0, 0, 0, 0] for polygons. */
  readonly boxXywhPx: BoxXywhPx;
}

const CONFIDENCE = "the last number is read as a confidence, as in predictions, and not kept";

/**
 * One line of a label file: `class centreX centreY width height`, or `class x1 y1 x2 y2 …`, in fractions of the upright
 * image; predictions add a confidence.
 *
 * @param keypointValues numbers after the box that belong to keypoints; null where there are none.
 * @param isAmongPolygons whether other lines of the file are polygons.
 * @returns null when the line has to be dropped; the last note says why.
 */
export function readYoloLine(
  line: string,
  size: ImageSize,
  context: { readonly keypointValues: number | null; readonly isAmongPolygons: boolean },
  notes: LedgerNote[],
): YoloLine | null {
  const drop = (reason: string): null => {
    notes.push({ kind: "dropped", reason });
    return null;
  };
  const tokens = line.split(/\s+/);
  const numbers = tokens.map(finiteNumber);
  const bad = numbers.indexOf(null);
  if (bad >= 0) return drop(`"${tokens[bad]}" at position ${bad + 1} is no number`);
  const [classIndex, ...values] = numbers as number[];
  if (classIndex === undefined || !Number.isInteger(classIndex) || classIndex < 0) {
    return drop(`"${tokens[0]}" is no class number`);
  }
  if (values.length < 4) return drop(`a line has a class and at least 4 numbers, here ${values.length}`);

  const { keypointValues } = context;
  if (keypointValues !== null && (values.length === 4 + keypointValues || values.length === 5 + keypointValues)) {
    notes.push({ kind: "clipped", reason: "its keypoints are left out: the box is kept" });
    return { classIndex, ...boxOf(values, size) };
  }
  if (values.length <= 5) {
    if (values.length === 5) notes.push({ kind: "guessed", reason: CONFIDENCE });
    if (context.isAmongPolygons) {
      notes.push({
        kind: "guessed",
        reason: "four numbers among polygons: read as a box (Ultralytics reads 2 points)",
      });
    }
    return { classIndex, ...boxOf(values, size) };
  }
  const hasConfidence = values.length % 2 === 1;
  if (hasConfidence) notes.push({ kind: "guessed", reason: `an odd count of numbers: ${CONFIDENCE}` });
  const ring = (hasConfidence ? values.slice(0, -1) : values).map((value, i) =>
    scaled(value, i % 2 === 0 ? size.widthPx : size.heightPx),
  );
  return {
    classIndex,
    geometry: { type: "polygon", parts: [{ outer: openRing(ring), holes: [] }] },
    boxXywhPx: [0, 0, 0, 0],
  };
}

function boxOf(values: readonly number[], size: ImageSize): { geometry: Geometry; boxXywhPx: BoxXywhPx } {
  const [centreX = 0, centreY = 0, width = 0, height = 0] = values;
  return {
    geometry: { type: "box" },
    boxXywhPx: [
      scaled(centreX - width / 2, size.widthPx),
      scaled(centreY - height / 2, size.heightPx),
      scaled(width, size.widthPx),
      scaled(height, size.heightPx),
    ],
  };
}

/** Rounding errors of the division are taken off, so that 0.825703125 of 1024 is 845.52 and not 845.5200000000001. */
function scaled(fraction: number, sidePx: number): number {
  return Math.round(fraction * sidePx * 1e6) / 1e6;
}
