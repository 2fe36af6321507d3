import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { BoxXywhPx, Geometry } from "../../document/types.ts";
import { checkGeometry } from "../../geometry/checkGeometry.ts";
import { type ClippedShape, clipToImage } from "../../geometry/clipToImage.ts";
import { measureGeometry } from "../../geometry/geometryAreaPx.ts";
import { geometryBoxXywhPx } from "../../geometry/geometryBoxXywhPx.ts";

export interface ImageSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A shape as its format says it, not yet checked. */
export interface UnsettledShape {
  readonly geometry: Geometry;
  /** The box of geometry `box`; ignored for others. */
  readonly boxXywhPx: BoxXywhPx;
}

export interface SettledShape {
  readonly geometry: Geometry;
  readonly boxXywhPx: BoxXywhPx;
  readonly areaPx: number;
  readonly wasClipped: boolean;
}

/**
 * The last step of every parser: checks a shape, cuts it to its image, and measures it.
 *
 * @param boxXywhPx the box of geometry `box`; ignored for others.
 * @param size null where the source states none: then nothing is cut.
 * @param notes what happened is added here.
 * @returns null when the annotation has to be dropped; the note says why.
 */
export function settleShape(
  geometry: Geometry,
  boxXywhPx: BoxXywhPx,
  size: ImageSize | null,
  notes: LedgerNote[],
): SettledShape | null {
  const given = geometry.type === "box" ? uprightBox(boxXywhPx, notes) : boxXywhPx;
  const problem = checkGeometry(geometry, given);
  if (problem !== null) {
    notes.push({ kind: "dropped", reason: `the shape has ${problem}` });
    return null;
  }
  const box = geometryBoxXywhPx(geometry) ?? given;
  if (size === null) return measured({ geometry, boxXywhPx: box, wasClipped: false }, notes);
  const clipped = clipToImage(geometry, box, size.heightPx, size.widthPx);
  if (clipped === null) {
    notes.push({
      kind: "dropped",
      reason: `the shape lies outside its image of ${size.widthPx} x ${size.heightPx}`,
    });
    return null;
  }
  if (clipped.wasClipped) {
    notes.push({ kind: "clipped", reason: `cut to its image of ${size.widthPx} x ${size.heightPx}` });
  }
  return measured(clipped, notes);
}

/** A box that was drawn from another corner than its upper left one, as tools write it that subtract end from start. */
function uprightBox(boxXywhPx: BoxXywhPx, notes: LedgerNote[]): BoxXywhPx {
  const [x, y, width, height] = boxXywhPx;
  if (!(width < 0 || height < 0)) return boxXywhPx;
  notes.push({
    kind: "guessed",
    reason: `its ${width} x ${height} px are taken from another corner than the upper left`,
  });
  return [Math.min(x, x + width), Math.min(y, y + height), Math.abs(width), Math.abs(height)];
}

function measured(shape: ClippedShape, notes: LedgerNote[]): SettledShape {
  const { areaPx, caveat } = measureGeometry(shape.geometry, shape.boxXywhPx);
  if (caveat !== null) notes.push({ kind: "rounded", reason: `the shape ${caveat}` });
  return { ...shape, areaPx };
}
