import { readFile } from "node:fs/promises";
import { isAbsolute, relative, resolve } from "node:path";
import { normEpsOf, readWeights, type Weights, WeightsFileError } from "@maskyard/model";
import { BlobDamagedError, BlobMissingError, type BlobStore } from "@maskyard/store";
import { UserError } from "../failure/userError.ts";
import type { StartMessage } from "../protocol/parentMessages.ts";

export interface InitialWeights extends Weights {
  name: string;
  bytes: number;
  /** Of the norms the weights were made with, where the file tells. */
  normEps: number | null;
}

/**
 * The file a run's weights start from.
 *
 * @throws UserError when it is not there, or is none: another attempt would find the same
 */
export async function readInitialWeights(
  { name, blobSha256, trainerPath }: NonNullable<StartMessage["initialWeights"]>,
  { blobs, weightsDirectory }: { blobs: BlobStore; weightsDirectory: string },
): Promise<InitialWeights> {
  const bytes =
    blobSha256 !== null
      ? await readBlob(name, blobs, blobSha256)
      : await readTrainerFile(name, weightsDirectory, trainerPath);
  try {
    const weights = readWeights(bytes);
    return { ...weights, name, bytes: bytes.length, normEps: normEpsOf(weights, bytes) };
  } catch (error) {
    if (error instanceof WeightsFileError)
      throw new UserError(`The initial weights "${name}" cannot be read: ${error.message}.`);
    throw error;
  }
}

async function readBlob(name: string, blobs: BlobStore, sha256: string): Promise<Uint8Array> {
  try {
    return await blobs.read(sha256);
  } catch (error) {
    if (error instanceof BlobMissingError || error instanceof BlobDamagedError)
      throw new UserError(`The initial weights "${name}" cannot be read: ${error.message}. Upload them again.`);
    throw error;
  }
}

async function readTrainerFile(name: string, folder: string, trainerPath: string | null): Promise<Uint8Array> {
  if (trainerPath === null)
    throw new UserError(`The initial weights "${name}" were deleted: launch the run again from others.`);
  const path = resolve(folder, trainerPath);
  const within = relative(folder, path);
  if (within === "" || within.startsWith("..") || isAbsolute(within)) {
    throw new UserError(
      `The initial weights "${name}" point out of the trainer's folder of weights (${trainerPath}): register them by their path in it.`,
    );
  }
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "EISDIR" && code !== "EACCES" && code !== "ENOTDIR") throw error;
    const what = code === "EACCES" ? "may not be read" : "is not there";
    throw new UserError(
      `The initial weights "${name}": the file ${trainerPath} ${what} in this trainer's folder of weights (MASKYARD_WEIGHTS).`,
    );
  }
}
