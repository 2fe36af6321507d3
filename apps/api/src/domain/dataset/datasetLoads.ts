import { LIVE_IMAGE_SQL } from "@maskyard/store";
import type { Image, PrismaClient } from "@maskyard/store/prisma";
import type { Pool } from "pg";

/** Runs a statement of `$1 uuid[]` that gives rows of `id` and `count`, and puts the counts into the order of the ids. */
export async function countById(pool: Pool, sql: string, ids: readonly string[]): Promise<number[]> {
  const { rows } = await pool.query<{ id: string; count: number }>(sql, [ids]);
  const counts = new Map(rows.map((row) => [row.id, row.count]));
  return ids.map((id) => counts.get(id) ?? 0);
}

export function countImagesOfDatasets(pool: Pool, datasetIds: readonly string[]): Promise<number[]> {
  return countById(
    pool,
    `SELECT dataset_id AS id, count(*)::int AS count FROM image
     WHERE dataset_id = ANY($1::uuid[]) AND ${LIVE_IMAGE_SQL} GROUP BY dataset_id`,
    datasetIds,
  );
}

export function countAnnotationsOfDatasets(pool: Pool, datasetIds: readonly string[]): Promise<number[]> {
  return countById(
    pool,
    `SELECT dataset_id AS id, count(*)::int AS count FROM annotation
     WHERE dataset_id = ANY($1::uuid[]) AND deleted_at IS NULL GROUP BY dataset_id`,
    datasetIds,
  );
}

/** Of each dataset, whether all its images are scenes that `maskyard demo generate` drew: of their size and with their names. */
export async function areGenerated(pool: Pool, datasetIds: readonly string[]): Promise<boolean[]> {
  const counts = await countById(
    pool,
    `SELECT dataset_id AS id, count(*) FILTER (WHERE width_px <> 320 OR height_px <> 240 OR file_name !~ '(^|/)scene-[0-9]{4,}[.]jpg$')::int AS count
     FROM image WHERE dataset_id = ANY($1::uuid[]) AND ${LIVE_IMAGE_SQL} GROUP BY dataset_id`,
    datasetIds,
  );
  const images = await countImagesOfDatasets(pool, datasetIds);
  return counts.map((others, index) => others === 0 && (images[index] ?? 0) > 0);
}

/** The first `first` images of each dataset. A LIMIT for each dataset, because Prisma would read every image and cut afterwards. */
export async function readCoverImages(
  prisma: PrismaClient,
  pool: Pool,
  datasetIds: readonly string[],
  first: number,
): Promise<Image[][]> {
  const limit = Math.max(0, Math.min(first, 24));
  const { rows } = await pool.query<{ id: string }>(
    `SELECT image.id FROM unnest($1::uuid[]) AS wanted(id)
     CROSS JOIN LATERAL (
       SELECT id FROM image WHERE dataset_id = wanted.id AND ${LIVE_IMAGE_SQL} ORDER BY id LIMIT $2
     ) AS image`,
    [datasetIds, limit],
  );
  const images = await prisma.image.findMany({
    where: { id: { in: rows.map((row) => row.id) } },
    orderBy: { id: "asc" },
  });
  const byDataset = new Map<string, Image[]>(datasetIds.map((id) => [id, []]));
  for (const image of images) {
    byDataset.get(image.datasetId)?.push(image);
  }
  return datasetIds.map((id) => byDataset.get(id) ?? []);
}
