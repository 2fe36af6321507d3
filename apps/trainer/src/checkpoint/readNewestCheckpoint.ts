import { loadSafetensors, type NamedArray, WeightsFileError } from "@maskyard/model";
import { BlobDamagedError, BlobMissingError, type BlobStore } from "@maskyard/store";
import { ZodError } from "zod";
import { checkpointMetadataSchema, optimizerPrefix } from "./checkpointFormat.ts";

export interface ReadCheckpoint {
  id: string;
  step: number;
  weights: Map<string, NamedArray>;
  optimizerState: Map<string, NamedArray>;
}

/**
 * The newest checkpoint that is whole: its bytes have the recorded SHA-256 and say the recorded step. A missing, torn or foreign
 * file is reported to `onDamaged`, and the one before is tried.
 *
 * @param checkpoints newest first
 * @returns null when none is left
 */
export async function readNewestCheckpoint(
  blobs: BlobStore,
  checkpoints: readonly { id: string; step: number; blobSha256: string }[],
  onDamaged: (step: number, reason: string) => void,
): Promise<ReadCheckpoint | null> {
  for (const { id, step, blobSha256 } of checkpoints) {
    try {
      const { arrays, metadata } = loadSafetensors(await blobs.read(blobSha256));
      const said = checkpointMetadataSchema.parse(metadata);
      if (said.step !== step) {
        onDamaged(step, `the file says step ${said.step}`);
        continue;
      }
      const weights = new Map<string, NamedArray>();
      const optimizerState = new Map<string, NamedArray>();
      for (const [name, array] of arrays) {
        (name.startsWith(optimizerPrefix) ? optimizerState : weights).set(name, array);
      }
      return { id, step, weights, optimizerState };
    } catch (error) {
      if (!isDamage(error)) throw error;
      onDamaged(step, error instanceof ZodError ? "its metadata is not that of a checkpoint" : error.message);
    }
  }
  return null;
}

function isDamage(error: unknown): error is Error {
  return (
    error instanceof BlobMissingError ||
    error instanceof BlobDamagedError ||
    error instanceof WeightsFileError ||
    error instanceof ZodError
  );
}
