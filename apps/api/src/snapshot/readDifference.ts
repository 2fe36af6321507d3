import { diffFromNow, diffSnapshots, type ManifestDiff } from "@maskyard/store";
import type { Snapshot } from "@maskyard/store/prisma";
import type { Services } from "../services.ts";
import { datasetStamp } from "./datasetStamp.ts";

/** Differences kept for the next page of the same question; keys name contents, which never change. */
const KEPT_MAX = 8;
/** A difference of more images is made anew for every page: it would hold too much memory. */
const KEPT_IMAGES_MAX = 50_000;
const kept = new Map<string, Promise<ManifestDiff>>();

/** The difference from one snapshot to another of the same dataset. */
export function readDifference(services: Services, before: Snapshot, after: Snapshot): Promise<ManifestDiff> {
  const [from, to] = [before.manifestSha256, after.manifestSha256];
  return remember(`${from} ${to}`, () => diffSnapshots(services.blobs, from, to));
}

const TOUCHED_SQL = `
SELECT EXISTS (SELECT 1 FROM annotation WHERE dataset_id = $1 AND updated_at > $2) OR
  EXISTS (SELECT 1 FROM category WHERE dataset_id = $1 AND updated_at > $2) OR
  EXISTS (SELECT 1 FROM image WHERE dataset_id = $1 AND created_at > $2) AS "isTouched"`;

/**
 * The difference from a snapshot to its dataset as it is now; null where nothing was edited or imported since. Edits that
 * were taken back give an empty difference.
 */
export async function readChangesSince(services: Services, snapshot: Snapshot): Promise<ManifestDiff | null> {
  const { datasetId, createdAt } = snapshot;
  const { rows } = await services.pool.query<{ isTouched: boolean }>(TOUCHED_SQL, [datasetId, createdAt]);
  if (!rows[0]?.isTouched) return null;
  const key = `${snapshot.id} ${await datasetStamp(services.pool, datasetId)}`;
  return remember(key, () => diffFromNow(services, services.blobs, snapshot));
}

function remember(key: string, make: () => Promise<ManifestDiff>): Promise<ManifestDiff> {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const making = make();
  kept.set(key, making);
  while (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value ?? "");
  making.then(
    (diff) => diff.changes.length > KEPT_IMAGES_MAX && kept.delete(key),
    () => kept.delete(key), // who asked is told; the next one tries again
  );
  return making;
}
