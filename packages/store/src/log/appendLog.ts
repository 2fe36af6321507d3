import type { Pool } from "pg";
import { storableText } from "../storable/storableText.ts";
import type { RunLease } from "../training/RunLease.ts";
import { underRunLease } from "../training/underRunLease.ts";

export interface LogLineInput {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly text: string;
  /** When it was said; now, when absent. */
  readonly at?: Date;
}

const SQL = `
WITH next AS (
  SELECT coalesce(max(first_line + line_count), 0) AS first_line FROM log_chunk WHERE run_id = $1
), written AS (
  INSERT INTO log_chunk (run_id, first_line, line_count, lines)
  SELECT $1, first_line, $2, $3::jsonb FROM next
  RETURNING first_line
)
SELECT first_line AS "firstLine",
  pg_notify('run_event', json_build_object('runId', $1::uuid, 'kind', 'LOG', 'firstLine', first_line, 'lineCount', $2::int)::text)
FROM written`;

/** Adds lines to the run's log and says at which index they begin. */
export async function appendLog(
  pool: Pool,
  options: RunLease & { readonly lines: readonly LogLineInput[] },
): Promise<{ firstLine: number | null }> {
  if (options.lines.length === 0) return { firstLine: null };
  const lines = options.lines.map((line) => ({
    at: (line.at ?? new Date()).toISOString(),
    level: line.level,
    // A process may well print what cannot be stored.
    text: storableText(line.text),
  }));
  return underRunLease(pool, options, async (client) => {
    const { rows } = await client.query<{ firstLine: number }>(SQL, [
      options.runId,
      lines.length,
      JSON.stringify(lines),
    ]);
    return { firstLine: rows[0]?.firstLine ?? null };
  });
}
