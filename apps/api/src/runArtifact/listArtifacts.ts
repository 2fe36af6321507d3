import type { Services } from "../services.ts";

export interface ListedArtifact {
  /** The name within the folder that was listed. */
  readonly name: string;
  readonly isFolder: boolean;
  /** Null of a folder. */
  readonly bytes: number | null;
}

const SQL = `
WITH below AS (
  SELECT CASE WHEN $2 = '' THEN path ELSE substr(path, length($2) + 2) END AS rest, bytes
  FROM run_artifact WHERE run_id = $1 AND ($2 = '' OR starts_with(path, $2 || '/'))
)
SELECT split_part(rest, '/', 1) AS name, bool_or(strpos(rest, '/') > 0) AS "isFolder",
  CASE WHEN bool_or(strpos(rest, '/') > 0) THEN NULL ELSE max(bytes)::float8 END AS bytes
FROM below GROUP BY 1 ORDER BY 1`;

/** What lies directly in a folder of a run's artifacts ("": at the top), by name. */
export async function listArtifacts(
  services: Pick<Services, "pool">,
  runId: string,
  folder: string,
): Promise<ListedArtifact[]> {
  const { rows } = await services.pool.query<ListedArtifact>(SQL, [runId, folder]);
  return rows;
}
