import type { Pool } from "pg";

/** A trainer that has not been heard of for this long is taken for lost; it says that it lives every 10 seconds. */
export const TRAINER_SILENCE_SECONDS = 30;

/** Of rows of `trainer`: whether it lives. By the database's clock, which also wrote when it was last seen. */
export const TRAINER_ALIVE_SQL = `
  trainer.stopped_at IS NULL AND trainer.last_seen_at > clock_timestamp() - make_interval(secs => ${TRAINER_SILENCE_SECONDS})`;

/** Which of these trainers live. */
export async function aliveTrainers(pool: Pool, trainerIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM trainer WHERE id = ANY($1::uuid[]) AND ${TRAINER_ALIVE_SQL}`,
    [trainerIds],
  );
  return new Set(rows.map(({ id }) => id));
}

const RECENT_SQL = `
SELECT id FROM trainer WHERE last_seen_at > clock_timestamp() - interval '1 day' ORDER BY id DESC LIMIT 100`;

/** The trainers seen within a day, newest first, at most 100. */
export async function recentTrainers(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(RECENT_SQL);
  return rows.map(({ id }) => id);
}
