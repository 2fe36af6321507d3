import type { GroupableImage } from "@maskyard/annotations";

/** Columns of a {@link GroupableRow}, for a SELECT from `image`. */
export const GROUPABLE_COLUMNS = `image.id, image.file_name AS "fileName", image.original_sha256 AS "originalSha256",
  image.perceptual_hash::text AS "perceptualHash", image.capture_group AS "captureGroup", image.tags`;

export interface GroupableRow extends Omit<GroupableImage, "key" | "perceptualHash"> {
  readonly id: string;
  readonly perceptualHash: string | null;
}

/** Keyed by file name, not by id: the same files give the same groups and splits on every server. */
export function groupableImage(row: GroupableRow): GroupableImage {
  const { id: _, perceptualHash, ...facts } = row;
  return { ...facts, key: row.fileName, perceptualHash: perceptualHash === null ? null : BigInt(perceptualHash) };
}
