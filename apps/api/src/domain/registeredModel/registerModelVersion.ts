import { inTransaction, newId } from "@maskyard/store";
import type { PoolClient } from "pg";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError, InvalidInputError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import { artifactPath } from "../path/artifactPath.ts";
import { aliasName, modelName, versionNotes, versionTags } from "./modelNames.ts";
import { pointAlias } from "./moveModelAlias.ts";
import { holdContents, type VersionContents, type VersionSource } from "./versionContents.ts";

const inputSchema = z.object({
  checkpointId: z.string().nullish(),
  runId: z.string().nullish(),
  artifactPath: artifactPath.nullish(),
  name: modelName,
  aliases: z.array(aliasName).max(20).nullish(),
  notes: versionNotes.nullish(),
  tags: versionTags.nullish(),
  attributes: z.record(z.string(), z.string()).nullish(),
});

type Input = z.infer<typeof inputSchema>;

// The row's lock orders those who register versions of one model, and those who move its aliases.
const MODEL_SQL = `
INSERT INTO registered_model (id, project_id, name, created_by_id, next_version_number) VALUES ($1, $2, $3, $4, 2)
ON CONFLICT (project_id, name) DO UPDATE SET next_version_number = registered_model.next_version_number + 1
RETURNING id, next_version_number - 1 AS number, archived_at IS NOT NULL AS archived`;

const VERSION_SQL = `
INSERT INTO model_version (id, model_id, number, run_id, checkpoint_id, blob_sha256, artifact_path, logged_model_id,
  content_sha256, bytes, notes, tags, attributes, created_by_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14)`;

const FILES_SQL = `
INSERT INTO model_version_file (version_id, path, blob_sha256, bytes)
SELECT $1, path, sha256, bytes FROM unnest($2::text[], $3::text[], $4::bigint[]) AS file(path, sha256, bytes)`;

/**
 * Makes a checkpoint, or artifacts of a run, the next version of the model of this name in the run's project, which is made where there is none, and points
 * the aliases at it: all of it, or nothing. Returns the version's id.
 */
export async function registerModelVersion(services: Services, actor: Actor, input: unknown): Promise<string> {
  const values = parseInput(inputSchema, input);
  const source = sourceOf(values);
  const projectId = await projectOf(services, source);
  const what = "checkpointId" in source ? "checkpoint" : "run";
  await new ProjectAccess(services.prisma, actor).requireRole(projectId, "EDITOR", what);
  return inTransaction(services.pool, async (client) => {
    const contents = await holdContents(client, source);
    const { rows } = await client.query<{ id: string; number: number; archived: boolean }>(MODEL_SQL, [
      newId(),
      projectId,
      values.name,
      actor.userId,
    ]);
    const model = rows[0];
    if (model === undefined) throw new Error("registerModelVersion: expected the model's row, got none");
    if (model.archived) {
      throw new ConflictError(`The model "${values.name}" is archived. Unarchive it first.`);
    }
    const versionId = newId();
    await insertVersion(client, { versionId, model, contents, values, createdById: actor.userId });
    for (const alias of new Set(values.aliases)) {
      await pointAlias(client, { modelId: model.id, alias, to: { id: versionId, number: model.number }, by: actor });
    }
    return versionId;
  });
}

function sourceOf({ checkpointId, runId, artifactPath: path }: Input): VersionSource {
  if (checkpointId != null && runId == null && path == null) return { checkpointId };
  if (checkpointId == null && runId != null && path != null) return { runId, artifactPath: path };
  throw new InvalidInputError(
    "Give the contents of the version: either checkpointId, or runId and artifactPath.",
    "checkpointId",
  );
}

async function projectOf(services: Services, source: VersionSource): Promise<string | undefined> {
  const { prisma } = services;
  const select = { projectId: true } as const;
  if ("runId" in source) return (await prisma.run.findUnique({ where: { id: source.runId }, select }))?.projectId;
  const where = { id: source.checkpointId };
  return (await prisma.checkpoint.findUnique({ where, select: { run: { select } } }))?.run.projectId;
}

async function insertVersion(
  client: PoolClient,
  version: {
    readonly versionId: string;
    readonly model: { readonly id: string; readonly number: number };
    readonly contents: VersionContents;
    readonly values: Pick<Input, "notes" | "tags" | "attributes">;
    readonly createdById: string;
  },
): Promise<void> {
  const { versionId, model, contents, values, createdById } = version;
  await client.query(VERSION_SQL, [
    versionId,
    model.id,
    model.number,
    contents.runId,
    contents.checkpointId,
    contents.blobSha256,
    contents.artifactPath,
    contents.loggedModelId,
    contents.contentSha256,
    contents.bytes,
    values.notes ?? "",
    values.tags ?? [],
    JSON.stringify(values.attributes ?? {}),
    createdById,
  ]);
  if (contents.files.length === 0) return;
  await client.query(FILES_SQL, [
    versionId,
    contents.files.map(({ path }) => path),
    contents.files.map(({ sha256 }) => sha256),
    contents.files.map(({ bytes }) => bytes),
  ]);
}
