import { loadSafetensors, type NamedArray, normEpsOf, WeightsFileError } from "@maskyard/model";
import { BlobDamagedError, BlobMissingError, type BlobStore } from "@maskyard/store";
import { ZodError } from "zod";
import { checkpointMetadataSchema, optimizerPrefix } from "./checkpointFormat.ts";

export interface ReadCheckpoint {
  id: string;
  step: number;
  weights: Map<string, NamedArray>;
  optimizerState: Map<string, NamedArray>;
  /** Of the norms, as the run had it. */
  normEps: number | null;
}

export interface StoredCheckpoint {
  id: string;
  step: number;
  blobSha256: string;
  stateBlobSha256: string | null;
}

/**
 * The newest checkpoint that is whole: the bytes of its files have the recorded SHA-256 and say the recorded step. A missing,
 * torn or foreign file is reported to `onDamaged`, and the checkpoint before is tried.
 *
 * @param checkpoints newest first
 * @returns null when none is left
 */
export async function readNewestCheckpoint(
  blobs: BlobStore,
  checkpoints: readonly StoredCheckpoint[],
  onDamaged: (step: number, reason: string) => void,
): Promise<ReadCheckpoint | null> {
  for (const { id, step, blobSha256, stateBlobSha256 } of checkpoints) {
    try {
      const { arrays, normEps } = await readOne(blobs, blobSha256, step);
      if (stateBlobSha256 === null) return { id, step, normEps, ...separated(arrays) };
      const { arrays: optimizerState } = await readOne(blobs, stateBlobSha256, step);
      return { id, step, normEps, weights: arrays, optimizerState };
    } catch (error) {
      if (!isDamage(error)) throw error;
      onDamaged(step, error instanceof ZodError ? "its metadata is not that of a checkpoint" : error.message);
    }
  }
  return null;
}

async function readOne(blobs: BlobStore, sha256: string, step: number) {
  const bytes = await blobs.read(sha256);
  const { arrays, metadata } = loadSafetensors(bytes);
  const said = checkpointMetadataSchema.parse(metadata);
  if (said.step !== step) throw new WeightsFileError(`the file says step ${said.step}`);
  return { arrays, normEps: normEpsOf({ metadata }, bytes) };
}

/** A file of format version 1. */
function separated(arrays: Map<string, NamedArray>): Pick<ReadCheckpoint, "weights" | "optimizerState"> {
  const weights = new Map<string, NamedArray>();
  const optimizerState = new Map<string, NamedArray>();
  for (const [name, array] of arrays) {
    (name.startsWith(optimizerPrefix) ? optimizerState : weights).set(name, array);
  }
  return { weights, optimizerState };
}

function isDamage(error: unknown): error is Error {
  return (
    error instanceof BlobMissingError ||
    error instanceof BlobDamagedError ||
    error instanceof WeightsFileError ||
    error instanceof ZodError
  );
}
