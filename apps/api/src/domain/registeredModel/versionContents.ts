import { createHash } from "node:crypto";
import type { PoolClient } from "pg";
import { ConflictError, InvalidInputError } from "../errors/expectedErrors.ts";

/** What a version is made of: a checkpoint's weights, or a file or folder of what a program logged beside its run. */
export type VersionSource =
  | { readonly checkpointId: string }
  | {
      readonly runId: string;
      /** File or folder within the run's artifacts. */
      readonly artifactPath: string;
    };

export interface VersionFile {
  /** Relative to the version's folder. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** As the version's row keeps it. */
export interface VersionContents {
  readonly runId: string;
  readonly checkpointId: string | null;
  readonly blobSha256: string | null;
  readonly artifactPath: string | null;
  readonly loggedModelId: string | null;
  readonly contentSha256: string;
  readonly bytes: number;
  /** None of a checkpoint. */
  readonly files: readonly VersionFile[];
}

// From here to the commit the run's retention waits, and then sees the version.
const CHECKPOINT_SQL = `
SELECT run_id AS "runId", blob_sha256 AS sha256, bytes::float8 AS bytes FROM checkpoint WHERE id = $1 FOR KEY SHARE`;

// Whoever deletes the run comes before or after this.
const RUN_SQL = "SELECT 1 FROM run WHERE id = $1 FOR KEY SHARE";
const MODEL_SQL = "SELECT id, status FROM logged_model WHERE run_id = $1 AND path = $2";
// Whoever replaces or deletes one of them waits, and then sees that the version has its bytes.
const FILES_SQL = `
SELECT CASE WHEN path = $2 THEN regexp_replace(path, '^.*/', '') ELSE substr(path, length($2) + 2) END AS path,
  blob_sha256 AS sha256, bytes::float8 AS bytes
FROM run_artifact WHERE run_id = $1 AND (path = $2 OR starts_with(path, $2 || '/')) ORDER BY path COLLATE "C" FOR SHARE`;

/** Reads what the version is to keep, and holds it until the transaction ends. Throws {@link InvalidInputError} where it is not there. */
export async function holdContents(client: PoolClient, source: VersionSource): Promise<VersionContents> {
  return "checkpointId" in source ? holdCheckpoint(client, source.checkpointId) : holdArtifacts(client, source);
}

async function holdCheckpoint(client: PoolClient, checkpointId: string): Promise<VersionContents> {
  const { rows } = await client.query<{ runId: string; sha256: string; bytes: number }>(CHECKPOINT_SQL, [checkpointId]);
  const [weights] = rows;
  if (weights === undefined) {
    throw new InvalidInputError("The checkpoint has been deleted in the meantime. Choose another one.", "checkpointId");
  }
  const { runId, sha256, bytes } = weights;
  const none = { artifactPath: null, loggedModelId: null, files: [] };
  return { runId, checkpointId, blobSha256: sha256, contentSha256: sha256, bytes, ...none };
}

async function holdArtifacts(
  client: PoolClient,
  { runId, artifactPath }: Extract<VersionSource, { runId: string }>,
): Promise<VersionContents> {
  const held = await client.query(RUN_SQL, [runId]);
  if (held.rowCount !== 1) throw new InvalidInputError("The run has been deleted in the meantime.", "runId");
  const models = await client.query<{ id: string; status: string }>(MODEL_SQL, [runId, artifactPath]);
  const [model] = models.rows;
  if (model?.status === "FAILED") {
    throw new ConflictError("The upload of this model failed. Log it again and register the new one.");
  }
  const { rows: files } = await client.query<VersionFile>(FILES_SQL, [runId, artifactPath]);
  if (files.length === 0) {
    throw new InvalidInputError(
      `The run has no artifact file or folder ${JSON.stringify(artifactPath)}. Its Artifacts tab and maskyard artifacts RUN list what it has.`,
      "artifactPath",
    );
  }
  return {
    runId,
    checkpointId: null,
    blobSha256: null,
    artifactPath,
    loggedModelId: model?.id ?? null,
    contentSha256: contentSha256(files),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    files,
  };
}

/** Of one file its own; of several that of the list that sha256sum would print, in the order of their paths. */
export function contentSha256(files: readonly VersionFile[]): string {
  const [only, ...more] = files;
  if (only !== undefined && more.length === 0) return only.sha256;
  const hash = createHash("sha256");
  for (const { path, sha256 } of files) hash.update(`${sha256}  ${path}\n`);
  return hash.digest("hex");
}
