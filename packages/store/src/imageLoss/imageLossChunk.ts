import type { ClientBase } from "pg";
import { decodeChunk, encodeChunk } from "../series/chunkCodec.ts";
import { augmentationAt, augmentationColumns } from "./augmentationColumns.ts";
import { type ImageLoss, type ImageLossInput, LOSS_PARTS, totalLoss } from "./ImageLoss.ts";

/** A chunk takes no further step once it holds this many image-steps. */
export const CHUNK_IMAGE_STEPS = 256;

/** A chunk as it lies in the table. */
export interface ChunkRow {
  readonly imageIds: readonly string[];
  readonly payload: Buffer;
}

export const CHUNK_COLUMNS = `image_ids AS "imageIds", payload`;

const INSERT_SQL = `
INSERT INTO image_loss_chunk (run_id, first_step, last_step, count, image_ids, payload) VALUES ($1, $2, $3, $4, $5::uuid[], $6)`;

/** Cuts image-steps, sorted by step, into chunks of whole steps and writes them. */
export async function insertChunks(
  client: ClientBase,
  runId: string,
  losses: readonly ImageLossInput[],
): Promise<void> {
  for (const chunk of cutIntoChunks(losses)) {
    const imageIds = [...new Set(chunk.map((loss) => loss.imageId))];
    await client.query(INSERT_SQL, [
      runId,
      chunk[0]?.step,
      chunk.at(-1)?.step,
      chunk.length,
      imageIds,
      encodeLosses(chunk, imageIds),
    ]);
  }
}

/** The totals of a chunk alone, in columns: without an object for each image-step. */
export interface ChunkTotals {
  readonly imageIds: readonly string[];
  readonly steps: Int32Array;
  /** Places in `imageIds`. */
  readonly images: Int32Array;
  readonly totals: Float64Array;
}

export function decodeTotals({ imageIds, payload }: ChunkRow): ChunkTotals {
  const { stepColumn, imageColumn, parts } = decodeColumns(payload);
  const totals = new Float64Array(stepColumn.length);
  // Part by part in the order of the sum that `totalLoss` makes.
  for (const column of parts)
    for (const [index, value] of column.entries()) totals[index] = (totals[index] as number) + value;
  return { imageIds, steps: stepColumn, images: imageColumn, totals };
}

export function decodeLosses({ imageIds, payload }: ChunkRow): ImageLoss[] {
  const { stepColumn, imageColumn, integers, parts: losses, amounts } = decodeColumns(payload);
  // Chunks of before augmentations were recorded have no further columns.
  const augmentations = { integers, amounts };
  return Array.from(stepColumn, (step, index) => {
    const imageId = imageIds[imageColumn[index] as number];
    if (imageId === undefined) throw new Error(`decodeLosses: the chunk lists no image ${imageColumn[index]}`);
    const parts = Object.fromEntries(LOSS_PARTS.map((part, at) => [part, losses[at]?.[index]])) as Pick<
      ImageLoss,
      (typeof LOSS_PARTS)[number]
    >;
    return { step, imageId, augmentation: augmentationAt(augmentations, index), ...parts, total: totalLoss(parts) };
  });
}

/** The loss parts' columns, and after them what augmentations have. */
function decodeColumns(payload: Buffer) {
  const { steps, values } = decodeChunk(payload);
  const [stepColumn, imageColumn, ...integers] = steps;
  if (!stepColumn || !imageColumn || values.length < LOSS_PARTS.length) {
    throw new Error(
      `decodeColumns: expected 2 step and ${LOSS_PARTS.length} value columns or more, got ${steps.length} and ${values.length}`,
    );
  }
  const parts = values.slice(0, LOSS_PARTS.length);
  return { stepColumn, imageColumn, integers, parts, amounts: values.slice(LOSS_PARTS.length) };
}

/** The losses and the colours' amounts are of single precision: the codec keeps them in four bytes. */
function encodeLosses(losses: readonly ImageLossInput[], imageIds: readonly string[]): Buffer {
  const placeOf = new Map(imageIds.map((id, place) => [id, place]));
  const { integers, amounts } = augmentationColumns(losses.map(({ augmentation }) => augmentation));
  return encodeChunk({
    steps: [
      Int32Array.from(losses, (loss) => loss.step),
      Int32Array.from(losses, (loss) => placeOf.get(loss.imageId) as number),
      ...integers,
    ],
    values: [...LOSS_PARTS.map((part) => Float64Array.from(losses, (loss) => loss[part])), ...amounts],
  });
}

function* cutIntoChunks(losses: readonly ImageLossInput[]): Generator<ImageLossInput[]> {
  let chunk: ImageLossInput[] = [];
  for (const loss of losses) {
    if (chunk.length >= CHUNK_IMAGE_STEPS && chunk.at(-1)?.step !== loss.step) {
      yield chunk;
      chunk = [];
    }
    chunk.push(loss);
  }
  if (chunk.length > 0) yield chunk;
}
