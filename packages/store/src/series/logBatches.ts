import type { ClientBase, Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { gatherBatches } from "./gatherBatches.ts";
import { GOOD_TOKEN_SQL, growKnown, raiseStepsSql } from "./growKnown.ts";
import type { SeriesState } from "./growSeries.ts";
import { KnownSeries } from "./KnownSeries.ts";
import type { SeriesName } from "./seriesRows.ts";
import { writePoints } from "./writePoints.ts";

/** A point logged from outside. */
export interface LoggedPoint {
  readonly series: string;
  /** A whole number from 0 to 2^31 - 1. Points of equal step are all kept. */
  readonly step: number;
  /** Any number: NaN and infinities are kept as they are. */
  readonly value: number;
  /** When it was measured, whole milliseconds since 1970. */
  readonly atMs: number;
}

export interface LoggedBatch {
  readonly runId: string;
  /** Who logs; an editor of the run's project may. */
  readonly userId: string;
  /** Of the API token that it came with, where nobody has looked yet whether that is still good. */
  readonly tokenSha256?: string;
  /** The same key again for the same run changes nothing: a client that got no answer sends its batch once more. */
  readonly key: string;
  readonly points: readonly LoggedPoint[];
}

/**
 * What became of a batch: `missing` is a run that is not there for this user, or that a trainer of ours writes; `unproven` a token that is no longer
 * good, or not this user's.
 */
export type BatchOutcome = "written" | "repeated" | "missing" | "forbidden" | "unproven";

// In the order of their ids, so that two writers never wait for each other in a circle.
const LOCK_SQL = `
SELECT run.id, (
  SELECT json_object_agg(user_id, role) FROM project_member WHERE project_id = run.project_id AND user_id = ANY($2::text[])
) AS roles
FROM run WHERE run.id = ANY($1::uuid[]) AND source = 'EXTERNAL' ORDER BY run.id FOR UPDATE`;

const TOKENS_SQL = `
SELECT sha256, user_id AS "userId" FROM api_token WHERE sha256 = ANY($1::text[]) AND ${GOOD_TOKEN_SQL}`;

const KEYS_SQL = `
INSERT INTO logged_batch (run_id, key) SELECT * FROM unnest($1::uuid[], $2::text[]) ON CONFLICT DO NOTHING
RETURNING run_id AS "runId", key`;

const TELL_SQL = `
WITH reached AS (
  ${raiseStepsSql(1)}
)
SELECT pg_notify('run_event', payload) FROM unnest($3::text[]) AS payload`;

/**
 * Writes batches of any number of runs in one transaction, so that many clients share one wait for the disk. Outcomes are parallel to
 * `batches`; those that are written are durable when this resolves. What `known` holds is neither read nor decoded again.
 */
export async function logBatches(
  pool: Pool,
  batches: readonly LoggedBatch[],
  known: KnownSeries = new KnownSeries(),
): Promise<BatchOutcome[]> {
  const gathered = gatherBatches(batches);
  if (await growKnown(pool, known, batches, gathered)) return batches.map(() => "written");
  let grown: readonly (readonly [SeriesName, SeriesState])[] = [];
  const outcomes = await inTransaction(pool, async (client) => {
    const admitted = await admit(client, batches);
    const written = batches.filter((_, index) => admitted[index] === "written");
    // Nearly always all of them, whose points are gathered already.
    const { additions, runs } = written.length === batches.length ? gathered : gatherBatches(written);
    if (additions.length === 0) return admitted;
    const states = await writePoints(client, additions, "keep");
    grown = additions.map((addition, index) => [addition, states[index] as SeriesState]);
    await client.query(TELL_SQL, [
      runs.map(({ id }) => id),
      runs.map(({ step }) => step),
      runs.map(({ notification }) => notification),
    ]);
    return admitted;
  });
  for (const [name, state] of grown) known.remember(name, state);
  return outcomes;
}

async function admit(client: ClientBase, batches: readonly LoggedBatch[]): Promise<BatchOutcome[]> {
  const { rows } = await client.query<{ id: string; roles: Record<string, string> | null }>(LOCK_SQL, [
    [...new Set(batches.map(({ runId }) => runId))],
    [...new Set(batches.map(({ userId }) => userId))],
  ]);
  const rolesOfRun = new Map(rows.map(({ id, roles }) => [id, roles ?? {}]));
  const isProven = await readTokens(client, batches);
  const outcomes = batches.map((batch): BatchOutcome => {
    const { runId, userId } = batch;
    if (!isProven(batch)) return "unproven";
    const role = rolesOfRun.get(runId)?.[userId];
    if (role === undefined) return "missing";
    return role === "VIEWER" ? "forbidden" : "written";
  });
  const allowed = batches.filter((_, index) => outcomes[index] === "written");
  if (allowed.length === 0) return outcomes;
  const fresh = await client.query<{ runId: string; key: string }>(KEYS_SQL, [
    allowed.map(({ runId }) => runId),
    allowed.map(({ key }) => key),
  ]);
  const unseen = new Set(fresh.rows.map(({ runId, key }) => `${runId} ${key}`));
  // Of two with one key in the same call the first is written: `delete` is true once.
  return batches.map(({ runId, key }, index) => {
    const outcome = outcomes[index] as BatchOutcome;
    return outcome === "written" && !unseen.delete(`${runId} ${key}`) ? "repeated" : outcome;
  });
}

async function readTokens(
  client: ClientBase,
  batches: readonly LoggedBatch[],
): Promise<(batch: LoggedBatch) => boolean> {
  const asked = new Set(batches.flatMap(({ tokenSha256 }) => tokenSha256 ?? []));
  if (asked.size === 0) return () => true;
  const { rows } = await client.query<{ sha256: string; userId: string }>(TOKENS_SQL, [[...asked]]);
  const owners = new Map(rows.map(({ sha256, userId }) => [sha256, userId]));
  return ({ tokenSha256, userId }) => tokenSha256 === undefined || owners.get(tokenSha256) === userId;
}
