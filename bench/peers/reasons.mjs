/** @typedef {import("./compareWithTruth.mjs").DifferenceKind} DifferenceKind */
/** @typedef {keyof typeof import("./sets.mjs").WRITTEN} Written */
/** @typedef {{ peers: readonly string[], written: readonly Written[], kinds: readonly DifferenceKind[], medianIouMin?: number, reason: string }} Reason */

/** Why a program does not find all that is in an export, in the words of the guide. @type {readonly Reason[]} */
export const REASONS = [
  {
    ...{ peers: ["torchvision", "supervision-0.18", "supervision", "fiftyone"], written: ["voc", "voc --voc-base 1"] },
    ...{ kinds: ["masks"], reason: "reads boxes only; the masks of objects are read by datumaro and CVAT" },
  },
  {
    ...{ peers: ["supervision"], written: ["voc"], kinds: ["boxes"] },
    reason: "counts pixels from 1 (export with `--voc-base 1`)",
  },
  {
    ...{ peers: ["supervision-0.18"], written: ["voc"], kinds: ["refused"] },
    reason: "refuses fractions of pixels, which later versions read",
  },
  {
    ...{ peers: ["fiftyone"], written: ["voc"], kinds: ["boxes"] },
    reason: "cuts coordinates to whole pixels",
  },
  {
    ...{ peers: ["supervision-0.18", "supervision"], written: ["coco", "yolo-seg", "labelme"] },
    ...{ kinds: ["masks"], medianIouMin: 0.93 },
    reason: "rounds corners to whole pixels and draws the outline as well, so its masks are up to a pixel wider",
  },
  {
    ...{ peers: ["supervision-0.18"], written: ["coco"], kinds: ["refused"] },
    reason: "refuses shapes of several parts and masks, which later versions read",
  },
  {
    ...{ peers: ["supervision"], written: ["labelme"], kinds: ["objects"] },
    reason: "leaves masks out (it reads polygons and rectangles)",
  },
  {
    ...{ peers: ["datumaro-cvat"], written: ["coco", "yolo-seg", "cvat"], kinds: ["masks"], medianIouMin: 0.999 },
    reason: "rounds corners to hundredths of a pixel",
  },
  {
    ...{ peers: ["datumaro"], written: ["coco", "cvat"], kinds: ["masks"], medianIouMin: 0.999 },
    reason: "rounds corners to hundredths of a pixel",
  },
  {
    ...{ peers: ["datumaro-cvat"], written: ["yolo", "yolo-seg"], kinds: ["images"] },
    reason:
      "takes every image twice if nothing is split, as `train` and as `val`, which Ultralytics both requires (choose a split)",
  },
  {
    ...{ peers: ["datumaro"], written: ["yolo-seg"], kinds: ["refused", "images"] },
    reason: "reads boxes only (use `yolo`, or `coco` for the outlines)",
  },
  {
    ...{ peers: ["datumaro-cvat"], written: ["cvat"], kinds: ["objects"] },
    reason: "leaves masks out (CVAT itself reads them)",
  },
  {
    ...{ peers: ["datumaro-cvat"], written: ["cvat"], kinds: ["pictures"] },
    reason:
      "looks for images beside the folders of subsets, where CVAT itself does not put them; annotations are the same",
  },
  {
    ...{ peers: ["labelme2coco"], written: ["labelme"], kinds: ["refused"] },
    reason: "refuses masks (use `coco`)",
  },
  {
    ...{ peers: ["labelme2coco"], written: ["labelme"], kinds: ["objects", "boxes"] },
    reason: "makes an object of each part",
  },
  {
    ...{ peers: ["labelme2coco"], written: ["labelme"], kinds: ["masks"], medianIouMin: 0.93 },
    reason: "rounds corners to whole pixels",
  },
  {
    ...{ peers: ["label-studio"], written: ["label-studio"], kinds: ["names"] },
    reason: "puts the names in alphabetical order",
  },
  {
    ...{ peers: ["fiftyone"], written: ["cvat"], kinds: ["objects"] },
    reason: "makes an object of each part, and leaves masks out",
  },
  {
    ...{ peers: ["fiftyone"], written: ["cvat"], kinds: ["masks"], medianIouMin: 0.97 },
    reason: "rounds corners to whole pixels",
  },
  {
    ...{ peers: ["fiftyone"], written: ["coco"], kinds: ["masks"], medianIouMin: 0.999 },
    reason: "cuts masks off at the whole pixels next to their boxes",
  },
];

export function reasonsFor(/** @type {string} */ peer, /** @type {string} */ written) {
  return REASONS.filter(
    (one) => one.peers.includes(peer) && /** @type {readonly string[]} */ (one.written).includes(written),
  );
}

/**
 * Why a difference is there, if it is one that is known and no larger.
 * @param {string} peer
 * @param {string} written
 * @param {import("./compareWithTruth.mjs").Difference} difference
 */
export function reasonOf(peer, written, { kind, medianIou = 1 }) {
  return reasonsFor(peer, written).find(
    ({ kinds, medianIouMin = 0 }) => kinds.includes(kind) && medianIou >= medianIouMin,
  );
}
