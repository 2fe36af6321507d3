import { decodeChunk, encodeChunk } from "../series/chunkCodec.ts";
import type { ChunkTotals } from "./imageLossChunk.ts";

/** What a run made of one image up to some step. A total that is no finite number counts in `notNumbers`, and may be the latest. */
export interface ImageTally {
  times: number;
  notNumbers: number;
  /** Of the totals that are numbers, added in the order of the steps. */
  sum: number;
  latest: number;
  /** NaN where no total was a number. */
  greatest: number;
  greatestStep: number;
}

/** By the image's id. */
export type ImageTallies = Map<string, ImageTally>;

/** Counts the image-steps of a chunk that come after `afterStep`, up to which all are counted; chunks come by rising step. */
export function addToTallies(
  tallies: ImageTallies,
  { imageIds, steps, images, totals }: ChunkTotals,
  afterStep: number,
) {
  const ofPlaces = imageIds.map((id) => tallyOf(tallies, id));
  for (const [index, total] of totals.entries()) {
    const step = steps[index] as number;
    if (step <= afterStep) continue;
    const tally = ofPlaces[images[index] as number];
    if (!tally) throw new Error(`addToTallies: the chunk lists no image ${images[index]}`);
    tally.times++;
    tally.latest = total;
    if (!Number.isFinite(total)) {
      tally.notNumbers++;
      continue;
    }
    tally.sum += total;
    if (!(total <= tally.greatest)) {
      tally.greatest = total;
      tally.greatestStep = step;
    }
  }
}

function tallyOf(tallies: ImageTallies, imageId: string): ImageTally {
  let tally = tallies.get(imageId);
  if (tally === undefined) {
    tally = { times: 0, notNumbers: 0, sum: 0, latest: 0, greatest: Number.NaN, greatestStep: 0 };
    tallies.set(imageId, tally);
  }
  return tally;
}

/** The tallies' figures in the order of the map; every bit of them survives. */
export function encodeTallies(tallies: ImageTallies): Buffer {
  const all = [...tallies.values()];
  return encodeChunk({
    steps: [
      Int32Array.from(all, ({ times }) => times),
      Int32Array.from(all, ({ notNumbers }) => notNumbers),
      Int32Array.from(all, ({ greatestStep }) => greatestStep),
    ],
    values: [
      Float64Array.from(all, ({ sum }) => sum),
      Float64Array.from(all, ({ latest }) => latest),
      Float64Array.from(all, ({ greatest }) => greatest),
    ],
  });
}

export function decodeTallies(imageIds: readonly string[], payload: Buffer): ImageTallies {
  const { steps, values } = decodeChunk(payload);
  const [times, notNumbers, greatestSteps] = steps;
  const [sums, latests, greatests] = values;
  if (!times || !notNumbers || !greatestSteps || !sums || !latests || !greatests || times.length !== imageIds.length) {
    throw new Error(
      `decodeTallies: expected 3 step and 3 value columns of ${imageIds.length} images, got ${steps.length} and ${values.length} of ${times?.length}`,
    );
  }
  return new Map(
    imageIds.map((id, at) => [
      id,
      {
        times: times[at] as number,
        notNumbers: notNumbers[at] as number,
        sum: sums[at] as number,
        latest: latests[at] as number,
        greatest: greatests[at] as number,
        greatestStep: greatestSteps[at] as number,
      },
    ]),
  );
}
