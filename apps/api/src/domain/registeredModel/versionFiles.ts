import type { Services } from "../../services.ts";
import type { VersionFile } from "./versionContents.ts";

/** What the weights of a version are called where its files are listed. */
export const WEIGHTS_FILE = "weights.safetensors";

/** Files of the version `$1`, in the columns of run_artifact: those it was made of, or a checkpoint's weights. */
export const VERSION_FILES_SQL = `
SELECT path, blob_sha256, bytes FROM model_version_file WHERE version_id = $1
UNION ALL
SELECT '${WEIGHTS_FILE}', blob_sha256, bytes FROM model_version WHERE id = $1 AND blob_sha256 IS NOT NULL`;

const LIST_SQL = `
SELECT path, blob_sha256 AS sha256, bytes::float8 AS bytes FROM (${VERSION_FILES_SQL}) AS file ORDER BY path COLLATE "C"`;

/** The files of a version, by path. */
export async function versionFiles(services: Pick<Services, "pool">, versionId: string): Promise<VersionFile[]> {
  const { rows } = await services.pool.query<VersionFile>(LIST_SQL, [versionId]);
  return rows;
}
