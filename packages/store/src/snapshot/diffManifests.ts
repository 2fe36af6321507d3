import { setImmediate as nextTurn } from "node:timers/promises";
import { diffCategories } from "./diffCategories.ts";
import { diffImage, loneImage, NO_ANNOTATIONS } from "./diffImage.ts";
import type { ImageDifference, ManifestDiff } from "./ManifestDiff.ts";
import { ManifestSlices } from "./ManifestSlices.ts";
import type { ManifestImage } from "./SnapshotManifest.ts";

const IMAGES_PER_TURN = 5_000;

/**
 * The difference of two manifests, given as canonical JSON in pieces. Images are in the order of their ids on both sides; those
 * that are written alike are passed over unread, so that the cost is of reading the text and of what differs. Memory holds the
 * differences only.
 */
export async function diffManifests(
  before: AsyncIterable<Uint8Array>,
  after: AsyncIterable<Uint8Array>,
): Promise<ManifestDiff> {
  const [left, right] = [new ManifestSlices(before), new ManifestSlices(after)];
  try {
    const [categoriesBefore, categoriesAfter] = await Promise.all([left.readCategories(), right.readCategories()]);
    const categories = diffCategories(categoriesBefore, categoriesAfter);
    return { ...summarise(await collect(left, right)), ...categories, categoriesBefore, categoriesAfter };
  } finally {
    await Promise.all([left.close(), right.close()]);
  }
}

async function collect(left: ManifestSlices, right: ManifestSlices): Promise<ImageDifference[]> {
  const changes: ImageDifference[] = [];
  let seen = 0;
  let [a, b] = await Promise.all([left.readNext(), right.readNext()]);
  while (a !== null || b !== null) {
    let [takeA, takeB] = [a !== null, b !== null];
    if (a === null || b === null || !a.equals(b)) {
      const [was, is] = [parse(a), parse(b)];
      if (was !== null && (is === null || was.id < is.id)) {
        changes.push(loneImage("removed", was));
        takeB = false;
      } else if (is !== null && (was === null || is.id < was.id)) {
        changes.push(loneImage("added", is));
        takeA = false;
      } else if (was !== null && is !== null) {
        const change = diffImage(was, is);
        if (change) changes.push(change);
      }
    }
    if (takeA) a = left.takeBuffered() ?? (await left.readNext());
    if (takeB) b = right.takeBuffered() ?? (await right.readNext());
    seen += 1;
    if (seen % IMAGES_PER_TURN === 0) await nextTurn(); // others of this process have their turn
  }
  return changes;
}

function parse(slice: Buffer | null): ManifestImage | null {
  return slice === null ? null : (JSON.parse(slice.toString("utf8")) as ManifestImage);
}

function summarise(changes: readonly ImageDifference[]): Pick<ManifestDiff, "images" | "annotations" | "changes"> {
  const images = { added: 0, removed: 0, changed: 0 };
  const annotations = { ...NO_ANNOTATIONS };
  for (const change of changes) {
    images[change.kind] += 1;
    for (const key of Object.keys(annotations) as (keyof typeof annotations)[]) {
      annotations[key] += change.annotations[key];
    }
  }
  return { images, annotations, changes };
}
