import { inTransaction, newId } from "@maskyard/store";
import type { PoolClient } from "pg";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError, InvalidInputError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import { aliasName } from "./modelNames.ts";

const inputSchema = z.object({
  modelId: z.string(),
  alias: aliasName,
  /** Null: the alias goes. */
  version: z.number().int().nullish(),
  /** Where the alias is said to point now, 0 for nowhere; absent: wherever it points. */
  expectedVersion: z.number().int().min(0).nullish(),
});

const LOCK_SQL = "SELECT 1 FROM registered_model WHERE id = $1 FOR UPDATE";

const CURRENT_SQL = `
SELECT number FROM model_alias JOIN model_version ON model_version.id = version_id
WHERE model_alias.model_id = $1 AND name = $2`;

const VERSION_SQL = `SELECT id, archived_at IS NOT NULL AS archived FROM model_version WHERE model_id = $1 AND number = $2`;

const POINT_SQL = `
INSERT INTO model_alias (model_id, name, version_id, moved_by_id, moved_at) VALUES ($1, $2, $3, $4, clock_timestamp())
ON CONFLICT (model_id, name) DO UPDATE SET
  version_id = excluded.version_id, moved_by_id = excluded.moved_by_id, moved_at = excluded.moved_at`;

const REMOVE_SQL = "DELETE FROM model_alias WHERE model_id = $1 AND name = $2";

const HISTORY_SQL = `
INSERT INTO model_alias_move (id, model_id, alias, from_number, to_number, moved_by_id, moved_at)
VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())`;

/**
 * Points an alias at a version, or removes it, and writes down from where to where. Moves of one model's aliases come one after the other; with
 * `expectedVersion` a move that somebody else came before is refused, with a {@link ConflictError}.
 */
export async function moveModelAlias(services: Services, actor: Actor, input: unknown): Promise<void> {
  const { modelId, alias, version, expectedVersion } = parseInput(inputSchema, input);
  const model = await services.prisma.registeredModel.findUnique({ where: { id: modelId } });
  await new ProjectAccess(services.prisma, actor).requireRole(model?.projectId, "EDITOR", "model");
  await inTransaction(services.pool, async (client) => {
    await client.query(LOCK_SQL, [modelId]);
    const current = await currentNumber(client, modelId, alias);
    if (expectedVersion != null && (current ?? 0) !== expectedVersion) {
      const now = current === null ? "points to no version" : `points to version ${current}`;
      throw new ConflictError(
        `Someone else moved "${alias}" in the meantime. It now ${now}. Check it, then move it again if needed.`,
      );
    }
    const to = version == null ? null : await requireVersion(client, modelId, version);
    await pointAlias(client, { modelId, alias, to, by: actor });
  });
}

/**
 * Within a transaction that holds the model's row. Nothing is written where the alias points there already.
 */
export async function pointAlias(
  client: PoolClient,
  move: {
    readonly modelId: string;
    readonly alias: string;
    readonly to: { readonly id: string; readonly number: number } | null;
    readonly by: Pick<Actor, "userId">;
  },
): Promise<void> {
  const { modelId, alias, to, by } = move;
  const from = await currentNumber(client, modelId, alias);
  if (from === (to?.number ?? null)) return;
  await (to === null
    ? client.query(REMOVE_SQL, [modelId, alias])
    : client.query(POINT_SQL, [modelId, alias, to.id, by.userId]));
  await client.query(HISTORY_SQL, [newId(), modelId, alias, from, to?.number ?? null, by.userId]);
}

async function currentNumber(client: PoolClient, modelId: string, alias: string): Promise<number | null> {
  const { rows } = await client.query<{ number: number }>(CURRENT_SQL, [modelId, alias]);
  return rows[0]?.number ?? null;
}

async function requireVersion(client: PoolClient, modelId: string, number: number) {
  const { rows } = await client.query<{ id: string; archived: boolean }>(VERSION_SQL, [modelId, number]);
  const version = rows[0];
  if (version === undefined) throw new InvalidInputError(`The model has no version ${number}.`, "version");
  if (version.archived) {
    throw new ConflictError(`Version ${number} is archived. Unarchive it first, or choose another version.`);
  }
  return { id: version.id, number };
}
