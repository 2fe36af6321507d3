import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import { openRing } from "../../geometry/checkGeometry.ts";
import { rleFromRuns } from "../../geometry/rle.ts";
import { runsFromCrop } from "../../geometry/runsFromCrop.ts";
import { ellipseRing } from "../reading/ellipseRing.ts";
import { finiteNumber } from "../reading/records.ts";
import type { ImageSize, UnsettledShape } from "../reading/settleShape.ts";
import { turnedBoxRing } from "../reading/turnedBoxRing.ts";
import type { XmlElement } from "../xml/readXml.ts";

const KINDS_WITHOUT_AREA: Readonly<Record<string, string>> = {
  points: "a set of points",
  polyline: "a line",
  cuboid: "a cuboid",
  skeleton: "a skeleton",
  tag: "a tag of the whole image",
};

/** Elements of CVAT that are annotations. */
export const CVAT_SHAPES: ReadonlySet<string> = new Set([
  "box",
  "polygon",
  "mask",
  "ellipse",
  ...Object.keys(KINDS_WITHOUT_AREA),
]);

/**
 * One shape of CVAT, in pixels of the upright image.
 * @returns null when the shape has to be dropped; the last note says why.
 */
export function geometryFromCvat(
  element: XmlElement,
  size: ImageSize | null,
  notes: LedgerNote[],
): UnsettledShape | null {
  const drop = (reason: string): null => {
    notes.push({ kind: "dropped", reason });
    return null;
  };
  if (Object.hasOwn(KINDS_WITHOUT_AREA, element.name)) return drop(`${KINDS_WITHOUT_AREA[element.name]} has no area`);
  const number = (name: string): number => finiteNumber(element.attributes[name]) ?? Number.NaN;
  const turnRadians = ((finiteNumber(element.attributes.rotation) ?? 0) * Math.PI) / 180;
  const polygon = (outer: readonly number[]): UnsettledShape => ({
    geometry: { type: "polygon", parts: [{ outer: openRing(outer), holes: [] }] },
    boxXywhPx: [0, 0, 0, 0],
  });
  switch (element.name) {
    case "box": {
      const [left, top] = [number("xtl"), number("ytl")];
      const box = [left, top, number("xbr") - left, number("ybr") - top] as const;
      if (turnRadians === 0 || box.some(Number.isNaN)) return { geometry: { type: "box" }, boxXywhPx: box };
      return polygon(turnedBoxRing(box, turnRadians, [left + box[2] / 2, top + box[3] / 2]));
    }
    case "polygon": {
      const values = (element.attributes.points ?? "").split(/[;,]/).map((value) => finiteNumber(value) ?? Number.NaN);
      return polygon(values);
    }
    case "ellipse": {
      const ring = ellipseRing([number("cx"), number("cy")], [number("rx"), number("ry")], turnRadians);
      notes.push({ kind: "guessed", reason: `the ellipse became a polygon of ${ring.length / 2} corners` });
      return polygon(ring);
    }
    case "mask":
      return size === null
        ? drop("the file does not say the image's size, which a mask needs")
        : maskFromCvat(element, size, drop);
    default:
      return drop(`the shape ${element.name} is not known`);
  }
}

/** Run lengths row by row within the crop, zeros first. */
function maskFromCvat(element: XmlElement, size: ImageSize, drop: (reason: string) => null): UnsettledShape | null {
  const [left, top, width, height] = ["left", "top", "width", "height"].map((name) =>
    finiteNumber(element.attributes[name]),
  );
  const isWhole = [left, top, width, height].every((value) => Number.isInteger(value));
  if (left == null || top == null || width == null || height == null || !isWhole || width < 1 || height < 1) {
    return drop("the mask has no left, top, width and height");
  }
  if (width > size.widthPx || height > size.heightPx) {
    return drop(`the mask is ${width} x ${height}, larger than its image of ${size.widthPx} x ${size.heightPx}`);
  }
  const crop = new Uint8Array(width * height);
  let position = 0;
  const counts = (element.attributes.rle ?? "").split(",").map(finiteNumber);
  for (const [i, count] of counts.entries()) {
    if (count === null || !Number.isInteger(count) || count < 0 || position + count > crop.length) {
      return drop(`the mask's run ${i} does not fit its ${width} x ${height} pixels`);
    }
    if (i % 2 === 1) crop.fill(1, position, position + count);
    position += count;
  }
  if (position !== crop.length) return drop(`the mask's runs cover ${position} of ${crop.length} pixels`);
  const runs = runsFromCrop(
    { maskRowMajor: crop, widthPx: width, heightPx: height, leftPx: left, topPx: top },
    size.heightPx,
    size.widthPx,
  );
  return { geometry: { type: "rle", rle: rleFromRuns(runs) }, boxXywhPx: [0, 0, 0, 0] };
}
