import type { Services } from "../../services.ts";
import { VERSION_FILES_SQL } from "../registeredModel/versionFiles.ts";

export interface ListedArtifact {
  /** The name within the folder that was listed. */
  readonly name: string;
  readonly isFolder: boolean;
  /** Null of a folder. */
  readonly bytes: number | null;
}

/** Whose files: a run's artifacts as they are, or those of a registered version as they were. */
export type ArtifactsOf = { readonly runId: string } | { readonly versionId: string };

const listSql = (files: string): string => `
WITH file AS (${files}), below AS (
  SELECT CASE WHEN $2 = '' THEN path ELSE substr(path, length($2) + 2) END AS rest, bytes
  FROM file WHERE $2 = '' OR starts_with(path, $2 || '/')
)
SELECT split_part(rest, '/', 1) AS name, bool_or(strpos(rest, '/') > 0) AS "isFolder",
  CASE WHEN bool_or(strpos(rest, '/') > 0) THEN NULL ELSE max(bytes)::float8 END AS bytes
FROM below GROUP BY 1 ORDER BY 1`;

const RUN_SQL = listSql("SELECT path, bytes FROM run_artifact WHERE run_id = $1");
const VERSION_SQL = listSql(VERSION_FILES_SQL);

/** What lies directly in a folder ("": at the top), by name. */
export async function listArtifacts(
  services: Pick<Services, "pool">,
  of: ArtifactsOf,
  folder: string,
): Promise<ListedArtifact[]> {
  const [sql, id] = "runId" in of ? [RUN_SQL, of.runId] : [VERSION_SQL, of.versionId];
  const { rows } = await services.pool.query<ListedArtifact>(sql, [id, folder]);
  return rows;
}
