// What a peer found in an export beside what is in it.
import { mergeRuns, ringsBoxXywhPx, runsAreaPx, runsBoxXywhPx, runsFromRing, runsIou } from "@maskyard/annotations";

/** @typedef {import("./sets.mjs").Truth} Truth */
/** @typedef {import("./sets.mjs").TrueImage} TrueImage */
/** @typedef {import("./sets.mjs").TrueObject} TrueObject */
/** @typedef {import("@maskyard/annotations").RunLengths} RunLengths */
/**
 * What read.py answers.
 * @typedef {{ category: string, box: number[] | null, runs: { size: [number, number], counts: number[] } | null, rings: number[][] | null }} FoundObject
 * @typedef {{ path: string, subset: string | null, objects: FoundObject[], isFound: boolean }} FoundImage
 * @typedef {{ refused?: string, images: FoundImage[], categories: string[] | null }} Answer
 * @typedef {"refused" | "images" | "pictures" | "names" | "objects" | "boxes" | "masks"} DifferenceKind
 * @typedef {{ kind: DifferenceKind, what: string, medianIou?: number }} Difference
 */

/** Rounding of fractions to single precision, which most peers calculate in. */
const SAME_BOX_PX = 0.01;
/** The same shape in single precision may round a corner to another fifth of a pixel. */
const SAME_IOU = 0.995;

/**
 * @param {Answer} answer
 * @param {Truth} truth
 * @returns {Difference[]}
 */
export function compareWithTruth(answer, truth) {
  if (answer.refused !== undefined) return [{ kind: "refused", what: answer.refused }];
  /** @type {Difference[]} */
  const differences = [];
  const tell = (/** @type {DifferenceKind} */ kind, /** @type {string} */ what) => differences.push({ kind, what });
  if (answer.categories !== null && answer.categories.join("\n") !== truth.categories.join("\n")) {
    tell("names", `${answer.categories.length} names, ${truth.categories.length} written, or others`);
  }
  const pairs = pairImages(answer, truth, tell);
  const unseen = answer.images.filter(({ isFound }) => !isFound).length;
  if (unseen > 0) tell("pictures", `${unseen} of ${answer.images.length} not found`);
  const missing = { count: 0, extra: 0 };
  /** @type {number[]} */
  const boxDistancesPx = [];
  /** @type {number[]} */
  const ious = [];
  let withoutMask = 0;
  for (const { image, objects } of pairs) {
    const { matched, unmatched, extra } = pairObjects(image, objects);
    missing.count += unmatched;
    missing.extra += extra;
    for (const { one, found, runs } of matched) {
      if (found.box !== null) boxDistancesPx.push(boxDistancePx(one.boxXywhPx, found.box));
      if (one.runs === null) continue;
      if (runs === null) withoutMask++;
      else ious.push(iouOf(runs, one.runs));
    }
  }
  if (missing.count + missing.extra > 0) tell("objects", `${missing.count} missing, ${missing.extra} extra`);
  const apart = boxDistancesPx.filter((distance) => distance > SAME_BOX_PX);
  if (apart.length > 0) {
    tell("boxes", `${apart.length} of ${boxDistancesPx.length} apart by up to ${Math.max(...apart).toFixed(2)} px`);
  }
  if (withoutMask > 0) tell("masks", `${withoutMask} without`);
  const unlike = ious.filter((iou) => iou < SAME_IOU);
  if (unlike.length > 0) {
    const sorted = [...ious].sort((a, b) => a - b);
    const medianIou = /** @type {number} */ (sorted[Math.floor(sorted.length / 2)]);
    const from = /** @type {number} */ (sorted[0]).toFixed(3);
    const what = `${unlike.length} of ${ious.length} unlike, IoU from ${from}, median ${medianIou.toFixed(3)}`;
    differences.push({ kind: "masks", what, medianIou });
  }
  return differences;
}

/**
 * By the path, else by the name alone where a peer keeps no more.
 * @param {Answer} answer
 * @param {Truth} truth
 * @param {(kind: DifferenceKind, what: string) => void} tell
 */
function pairImages({ images }, truth, tell) {
  const left = new Set(images);
  const pairs = [];
  const lost = [];
  for (const image of truth.images) {
    const wanted = `/${image.path}`;
    const name = wanted.slice(wanted.lastIndexOf("/"));
    const found =
      [...left].find(({ path }) => `/${path}`.endsWith(wanted)) ??
      [...left].find(({ path }) => `/${path}`.endsWith(name));
    if (found === undefined) lost.push(image);
    else {
      left.delete(found);
      pairs.push({ image, objects: found.objects });
    }
  }
  if (lost.length + left.size > 0)
    tell("images", `${lost.length} of ${truth.images.length} missing, ${left.size} extra`);
  return pairs;
}

/**
 * Of each category those that overlap most, first.
 * @param {TrueImage} image
 * @param {FoundObject[]} objects
 */
function pairObjects(image, objects) {
  const found = objects.map((object) => ({ object, runs: runsOf(object, image) }));
  const candidates = image.objects.flatMap((one, i) =>
    found.flatMap(({ object, runs }, j) =>
      object.category === one.category ? [{ i, j, overlap: overlapOf(one, object, runs) }] : [],
    ),
  );
  candidates.sort((a, b) => b.overlap - a.overlap || a.i - b.i || a.j - b.j);
  const pairOf = new Map();
  const taken = new Set();
  for (const { i, j, overlap } of candidates) {
    if (overlap <= 0 || pairOf.has(i) || taken.has(j)) continue;
    pairOf.set(i, j);
    taken.add(j);
  }
  const matched = [...pairOf].map(([i, j]) => ({ one: image.objects[i], found: found[j].object, runs: found[j].runs }));
  return { matched, unmatched: image.objects.length - matched.length, extra: objects.length - matched.length };
}

/**
 * A peer's mask; its rings are drawn as COCO draws them, each a part.
 * @param {FoundObject} object
 * @param {TrueImage} image
 * @returns {RunLengths | null}
 */
function runsOf({ runs, rings }, { widthPx, heightPx }) {
  if (runs !== null) return { heightPx: runs.size[0], widthPx: runs.size[1], counts: Uint32Array.from(runs.counts) };
  if (rings === null) return null;
  const parts = rings.filter(({ length }) => length >= 6).map((ring) => runsFromRing(ring, heightPx, widthPx));
  return parts.length === 0
    ? { heightPx, widthPx, counts: Uint32Array.of(heightPx * widthPx) }
    : mergeRuns(parts, "union");
}

/**
 * How likely a peer's object is the one: by its box, and where that is near by its mask.
 * @param {TrueObject} one
 * @param {FoundObject} object
 * @param {RunLengths | null} runs
 */
function overlapOf(one, { box, rings }, runs) {
  const [boxOfShape] = [box, rings && ringsBoxXywhPx(rings), runs && runsBoxXywhPx(runs)].filter((any) => any !== null);
  if (boxOfShape === undefined) return 1e-9;
  const nearness = 1 / (1 + boxDistancePx(one.boxXywhPx, boxOfShape));
  return nearness < 0.1 || runs === null || one.runs === null ? nearness : nearness + iouOf(runs, one.runs);
}

/** Two empty masks, of outlines without a whole pixel, are alike. */
function iouOf(/** @type {RunLengths} */ a, /** @type {RunLengths} */ b) {
  if (a.heightPx !== b.heightPx || a.widthPx !== b.widthPx) return 0;
  return runsAreaPx(a) === 0 && runsAreaPx(b) === 0 ? 1 : runsIou(a, b);
}

function boxDistancePx(/** @type {readonly number[]} */ [x, y, w, h], /** @type {readonly number[]} */ [a, b, c, d]) {
  return Math.max(Math.abs(x - a), Math.abs(y - b), Math.abs(x + w - a - c), Math.abs(y + h - b - d));
}
