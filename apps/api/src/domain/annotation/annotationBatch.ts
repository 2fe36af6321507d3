import { createHash } from "node:crypto";
import type { PoolClient } from "pg";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import type { AnnotationEdit } from "./annotationEdits.ts";

const KEY_CHARACTERS_LEAST = 8;
const KEY_CHARACTERS_MOST = 100;

/** The client's name of a batch, or null. */
export function checkKey(key: string | null | undefined): string | null {
  if (key == null) return null;
  if (key.length < KEY_CHARACTERS_LEAST || key.length > KEY_CHARACTERS_MOST) {
    throw new InvalidInputError(
      `An idempotency key has ${KEY_CHARACTERS_LEAST} to ${KEY_CHARACTERS_MOST} characters.`,
      "idempotencyKey",
    );
  }
  return key;
}

export interface NamedBatch {
  readonly imageId: string;
  readonly key: string;
  readonly edits: readonly AnnotationEdit[];
}

/**
 * Claims a batch's key within the caller's transaction, and waits for another transaction that is just making the same
 * batch. Returns null where the batch is to be made, else the ids that it gave when it was. Throws
 * {@link InvalidInputError} where the key was used for other edits.
 */
export async function claimBatch(client: PoolClient, { imageId, key, edits }: NamedBatch): Promise<string[] | null> {
  const digest = createHash("sha256").update(JSON.stringify(edits)).digest();
  const { rowCount } = await client.query(
    "INSERT INTO annotation_batch (image_id, key, digest) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    [imageId, key, digest],
  );
  if (rowCount === 1) return null;
  const { rows } = await client.query<{ digest: Buffer | null; ids: string[] }>(
    "SELECT digest, annotation_ids AS ids FROM annotation_batch WHERE image_id = $1 AND key = $2",
    [imageId, key],
  );
  const [made] = rows;
  if (made === undefined) throw new Error(`claimBatch: expected the batch "${key}" that is in the way, found none`);
  if (made.digest !== null && !made.digest.equals(digest)) {
    throw new InvalidInputError(
      "This key was already used for different edits of this image. Use a new key.",
      "idempotencyKey",
    );
  }
  return made.ids;
}

/** Keeps what a claimed batch gave, for when it comes again. */
export async function settleBatch(
  client: PoolClient,
  { imageId, key }: Pick<NamedBatch, "imageId" | "key">,
  annotationIds: readonly string[],
): Promise<void> {
  await client.query("UPDATE annotation_batch SET annotation_ids = $3 WHERE image_id = $1 AND key = $2", [
    imageId,
    key,
    annotationIds,
  ]);
}
