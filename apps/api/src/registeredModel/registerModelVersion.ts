import { inTransaction, newId } from "@maskyard/store";
import type { PoolClient } from "pg";
import { z } from "zod";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError, InvalidInputError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import type { Services } from "../services.ts";
import { aliasName, modelName, versionNotes, versionTags } from "./modelNames.ts";
import { pointAlias } from "./moveModelAlias.ts";

const inputSchema = z.object({
  checkpointId: z.string(),
  name: modelName,
  aliases: z.array(aliasName).max(20).nullish(),
  notes: versionNotes.nullish(),
  tags: versionTags.nullish(),
});

// From here to the commit the run's retention waits, and then sees the version.
const HOLD_SQL = `
SELECT blob_sha256 AS "blobSha256", bytes FROM checkpoint WHERE id = $1 FOR KEY SHARE`;

// The row's lock orders those who register versions of one model, and those who move its aliases.
const MODEL_SQL = `
INSERT INTO registered_model (id, project_id, name, created_by_id, next_version_number) VALUES ($1, $2, $3, $4, 2)
ON CONFLICT (project_id, name) DO UPDATE SET next_version_number = registered_model.next_version_number + 1
RETURNING id, next_version_number - 1 AS number, archived_at IS NOT NULL AS archived`;

const VERSION_SQL = `
INSERT INTO model_version (id, model_id, number, checkpoint_id, blob_sha256, bytes, notes, tags, created_by_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/**
 * Makes a checkpoint the next version of the model of this name in its run's project, which is made where there is none, and points
 * the aliases at it: all of it, or nothing. Returns the version's id.
 */
export async function registerModelVersion(services: Services, actor: Actor, input: unknown): Promise<string> {
  const values = parseInput(inputSchema, input);
  const checkpoint = await services.prisma.checkpoint.findUnique({
    where: { id: values.checkpointId },
    select: { run: { select: { projectId: true } } },
  });
  const projectId = checkpoint?.run.projectId;
  await new ProjectAccess(services.prisma, actor).requireRole(projectId, "EDITOR", "checkpoint");
  return inTransaction(services.pool, async (client) => {
    const weights = await holdCheckpoint(client, values.checkpointId);
    const { rows } = await client.query<{ id: string; number: number; archived: boolean }>(MODEL_SQL, [
      newId(),
      projectId,
      values.name,
      actor.userId,
    ]);
    const model = rows[0];
    if (model === undefined) throw new Error("registerModelVersion: expected the model's row, got none");
    if (model.archived) {
      throw new ConflictError(`The model "${values.name}" is archived; take it out of the archive first.`);
    }
    const versionId = newId();
    await client.query(VERSION_SQL, [
      versionId,
      model.id,
      model.number,
      values.checkpointId,
      weights.blobSha256,
      weights.bytes,
      values.notes ?? "",
      values.tags ?? [],
      actor.userId,
    ]);
    for (const alias of new Set(values.aliases)) {
      await pointAlias(client, { modelId: model.id, alias, to: { id: versionId, number: model.number }, by: actor });
    }
    return versionId;
  });
}

async function holdCheckpoint(client: PoolClient, id: string): Promise<{ blobSha256: string; bytes: string }> {
  const { rows } = await client.query<{ blobSha256: string; bytes: string }>(HOLD_SQL, [id]);
  if (rows[0] === undefined) {
    throw new InvalidInputError("The checkpoint was deleted meanwhile; choose another one.", "checkpointId");
  }
  return rows[0];
}
