import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { BoxXywhPx, RingPx } from "../../document/types.ts";
import { openRing } from "../../geometry/checkGeometry.ts";
import { ringsBoxXywhPx } from "../../geometry/geometryBoxXywhPx.ts";
import { rleFromRuns } from "../../geometry/rle.ts";
import { runsFromCrop } from "../../geometry/runsFromCrop.ts";
import { decodePngMask } from "../png/decodePngMask.ts";
import { decodeBase64 } from "../reading/decodeBase64.ts";
import { ellipseRing } from "../reading/ellipseRing.ts";
import { finiteNumber, type JsonRecord } from "../reading/records.ts";
import type { ImageSize, UnsettledShape } from "../reading/settleShape.ts";

const NO_BOX: BoxXywhPx = [0, 0, 0, 0];
/** Kinds that mark places, not regions. */
const KINDS_WITHOUT_AREA: Readonly<Record<string, string>> = {
  point: "a point",
  points: "a set of points",
  line: "a line",
  linestrip: "a line strip",
};

/**
 * One labelme shape as geometry. Coordinates are those of the upright image, which labelme shows.
 *
 * @param notes what happened is added here.
 * @returns null when the shape has to be dropped; the last note says why.
 */
export function geometryFromLabelmeShape(
  shape: JsonRecord,
  size: ImageSize | null,
  notes: LedgerNote[],
): UnsettledShape | null {
  // Files of version 2 and early 3 have polygons only and do not say so.
  const kind = shape.shape_type ?? "polygon";
  const drop = (reason: string): null => {
    notes.push({ kind: "dropped", reason });
    return null;
  };
  if (typeof kind !== "string") return drop("shape_type is no text");
  if (Object.hasOwn(KINDS_WITHOUT_AREA, kind)) return drop(`${KINDS_WITHOUT_AREA[kind]} has no area`);
  const points = readPoints(shape.points);
  if (points === null) return drop("points is no list of [x, y] pairs");
  const xy = points.flat();
  const polygon = (outer: RingPx): UnsettledShape => ({
    geometry: { type: "polygon", parts: [{ outer: openRing(outer), holes: [] }] },
    boxXywhPx: NO_BOX,
  });

  switch (kind) {
    case "polygon":
      return polygon(xy);
    case "oriented_rectangle":
    // What X-AnyLabeling calls such a rectangle, and its four corners of any place.
    case "rotation":
    case "quadrilateral":
      return points.length === 4 ? polygon(xy) : drop(`an oriented rectangle has 4 corners, here ${points.length}`);
    case "rectangle": {
      if (points.length === 4) return polygon(xy);
      if (points.length !== 2) return drop(`a rectangle has 2 corners, here ${points.length}`);
      return { geometry: { type: "box" }, boxXywhPx: boxFromCorners(points) };
    }
    case "circle": {
      if (points.length !== 2)
        return drop(`a circle has a centre and a point on its edge, here ${points.length} points`);
      const ring = circleRing(points);
      notes.push({ kind: "guessed", reason: `the circle became a polygon of ${ring.length / 2} corners` });
      return polygon(ring);
    }
    case "mask":
      return maskFromLabelme(shape.mask, points, size, notes);
    default:
      return drop(`the shape type ${kind} is not known`);
  }
}

type Point = readonly [number, number];

function readPoints(value: unknown): Point[] | null {
  if (!Array.isArray(value)) return null;
  const points: Point[] = [];
  for (const pair of value) {
    const x = Array.isArray(pair) && pair.length >= 2 ? finiteNumber(pair[0]) : null;
    const y = Array.isArray(pair) && pair.length >= 2 ? finiteNumber(pair[1]) : null;
    if (x === null || y === null) return null;
    points.push([x, y]);
  }
  return points;
}

function boxFromCorners(points: readonly Point[]): BoxXywhPx {
  return ringsBoxXywhPx([points.flat()]);
}

function circleRing(points: readonly Point[]): number[] {
  const [centre, edge] = points as [Point, Point];
  const radius = Math.hypot(edge[0] - centre[0], edge[1] - centre[1]);
  return ellipseRing(centre, [radius, radius]);
}

/** `points` are the first and last pixel of the crop, `mask` the crop as a PNG in base64. */
function maskFromLabelme(
  encoded: unknown,
  points: readonly Point[],
  size: ImageSize | null,
  notes: LedgerNote[],
): UnsettledShape | null {
  const drop = (reason: string): null => {
    notes.push({ kind: "dropped", reason });
    return null;
  };
  if (typeof encoded !== "string") return drop("the mask shape holds no mask");
  if (points.length !== 2) return drop(`a mask has 2 corners, here ${points.length}`);
  if (size === null) return drop("the file does not say the image's size, which a mask needs");
  try {
    const crop = decodePngMask(decodeBase64(encoded));
    const [x, y, width, height] = boxFromCorners(points).map(Math.round) as [number, number, number, number];
    if (crop.widthPx !== width + 1 || crop.heightPx !== height + 1) {
      notes.push({
        kind: "guessed",
        reason: `the mask is ${crop.widthPx} x ${crop.heightPx} and its corners span ${width + 1} x ${height + 1}: placed at the first corner`,
      });
    }
    if (x < 0 || y < 0 || x + crop.widthPx > size.widthPx || y + crop.heightPx > size.heightPx) {
      notes.push({ kind: "clipped", reason: `cut to its image of ${size.widthPx} x ${size.heightPx}` });
    }
    const runs = runsFromCrop({ ...crop, leftPx: x, topPx: y }, size.heightPx, size.widthPx);
    return { geometry: { type: "rle", rle: rleFromRuns(runs) }, boxXywhPx: NO_BOX };
  } catch (error) {
    if (error instanceof RangeError) return drop(`the mask cannot be read: ${error.message}`);
    throw error;
  }
}
