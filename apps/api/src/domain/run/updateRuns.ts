import { inTransaction, setPriority } from "@maskyard/store";
import type { ClientBase } from "pg";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { parseInput } from "../errors/parseInput.ts";
import { withoutControls } from "../errors/withoutControls.ts";
import { groupSchema, queueInputShape } from "./queueInput.ts";
import { notesSchema, tagSchema } from "./remarkInput.ts";
import { requireRuns } from "./requireRuns.ts";
import { writeRemarks } from "./writeRemarks.ts";

const inputSchema = z.object({
  ids: z.array(z.string()),
  name: withoutControls(
    z.string().trim().min(1, "A run has a name.").max(200, "A name has at most 200 characters."),
  ).nullish(),
  group: groupSchema.nullish(),
  notes: notesSchema.nullish(),
  addTags: z.array(tagSchema).max(50).nullish(),
  removeTags: z.array(tagSchema).nullish(),
  priority: queueInputShape.priority,
  archived: z.boolean().nullish(),
  favourite: z.boolean().nullish(),
});

const JOBS_SQL = `SELECT job_id AS "jobId" FROM run WHERE id = ANY($1::uuid[]) AND job_id IS NOT NULL`;

const MARK_SQL = `
INSERT INTO run_favourite (run_id, user_id) SELECT id, $2 FROM unnest($1::uuid[]) AS id ON CONFLICT DO NOTHING`;
const UNMARK_SQL = "DELETE FROM run_favourite WHERE run_id = ANY($1::uuid[]) AND user_id = $2";

const TELL_SQL = `
SELECT pg_notify('run_event', json_build_object('runId', id, 'kind', 'STATUS')::text) FROM unnest($1::uuid[]) AS id`;

/** Changes what people say of runs, of all of them or of none; what is absent stays. Anybody may have favourites. */
export async function updateRuns(services: Services, actor: Actor, input: unknown): Promise<void> {
  const { ids, favourite, ...said } = parseInput(inputSchema, input);
  // A group of nothing but blanks, null by now, takes the runs out of theirs.
  const movesGroup = (input as { group?: unknown }).group != null;
  const saysSomething = movesGroup || Object.values(said).some((value) => value != null);
  await requireRuns(services, actor, ids, favourite != null && !saysSomething ? "VIEWER" : "EDITOR");
  await inTransaction(services.pool, async (client) => {
    // Before the runs, as whoever works on them locks both.
    if (said.priority != null) {
      await setPriority(client, await jobsOfRuns(client, ids), said.priority);
    }
    if (favourite != null) {
      await client.query(favourite ? MARK_SQL : UNMARK_SQL, [ids, actor.userId]);
    }
    if (saysSomething) {
      await writeRemarks(client, ids, { ...said, group: movesGroup ? (said.group ?? null) : undefined });
    }
    await client.query(TELL_SQL, [ids]);
  });
}

/** The jobs that train the runs; those of other programs have none. */
async function jobsOfRuns(client: ClientBase, runIds: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ jobId: string }>(JOBS_SQL, [runIds]);
  return rows.map(({ jobId }) => jobId);
}
