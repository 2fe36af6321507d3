import { LIVE_IMAGE_SQL } from "@maskyard/store";
import type { PoolClient } from "pg";
import { ConflictError } from "../errors/expectedErrors.ts";

// A deletion locks its images FOR UPDATE, which this waits for and holds up.
const LOCK_SQL = `SELECT id FROM image WHERE id = ANY($1::uuid[]) AND ${LIVE_IMAGE_SQL} ORDER BY id FOR KEY SHARE`;

/** Those of the images that are not deleted, and cannot be until the caller's transaction ends. */
export async function lockLiveImages(client: PoolClient, imageIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ id: string }>(LOCK_SQL, [imageIds]);
  return new Set(rows.map(({ id }) => id));
}

/**
 * Call it before annotations come to an image, new ones or old ones, in the same transaction. Throws {@link ConflictError} where the image is
 * deleted: it has no annotations until it is back.
 */
export async function requireLiveImage(client: PoolClient, imageId: string): Promise<void> {
  if ((await lockLiveImages(client, [imageId])).has(imageId)) return;
  throw new ConflictError("This image was deleted. Restore it, then make your change again.");
}
