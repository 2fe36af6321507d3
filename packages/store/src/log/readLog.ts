import type { Pool } from "pg";

export interface LogLine {
  /** From 0 within the run. */
  readonly index: number;
  readonly at: Date;
  readonly level: string;
  readonly text: string;
}

interface ChunkRow {
  firstLine: number;
  lines: { at: string; level: string; text: string }[];
}

const TOTAL_SQL = "SELECT coalesce(max(first_line + line_count), 0)::int AS total FROM log_chunk WHERE run_id = $1";

const CHUNKS_SQL = `
SELECT first_line AS "firstLine", lines FROM log_chunk
WHERE run_id = $1 AND first_line + line_count > $2
ORDER BY first_line`;

const SEARCH_SQL = `
SELECT first_line + (line.number - 1)::int AS index, (line.entry->>'at')::timestamptz AS at, line.entry->>'level' AS level,
  line.entry->>'text' AS text
FROM log_chunk, jsonb_array_elements(lines) WITH ORDINALITY AS line(entry, number)
WHERE run_id = $1 AND first_line + line_count > $2 AND first_line + line.number > $2 AND line.entry->>'text' ILIKE $3
ORDER BY index DESC LIMIT $4`;

/** More matches than a person reads; the newest are kept. */
const MOST_FOUND = 10_000;

/**
 * Lines with an index greater than `afterLine` (-1: all), or only the `last` of these; with `search` those of them that contain the text, whatever its case.
 * `total` counts the run's lines.
 */
export async function readLog(
  pool: Pool,
  options: { readonly runId: string; readonly afterLine?: number; readonly last?: number; readonly search?: string },
): Promise<{ lines: LogLine[]; total: number }> {
  const totals = await pool.query<{ total: number }>(TOTAL_SQL, [options.runId]);
  const total = totals.rows[0]?.total ?? 0;
  let firstWanted = (options.afterLine ?? -1) + 1;
  if (options.search !== undefined && options.search !== "") {
    const pattern = `%${options.search.replace(/[\\%_]/g, "\\$&")}%`;
    const found = await pool.query<LogLine>(SEARCH_SQL, [
      options.runId,
      firstWanted,
      pattern,
      Math.min(options.last ?? MOST_FOUND, MOST_FOUND),
    ]);
    return { lines: found.rows.reverse(), total };
  }
  if (options.last !== undefined) firstWanted = Math.max(firstWanted, total - options.last);
  if (firstWanted >= total) return { lines: [], total };
  const { rows } = await pool.query<ChunkRow>(CHUNKS_SQL, [options.runId, firstWanted]);
  const lines = rows.flatMap((row) =>
    row.lines.map((line, offset) => ({
      index: row.firstLine + offset,
      at: new Date(line.at),
      level: line.level,
      text: line.text,
    })),
  );
  return { lines: lines.filter((line) => line.index >= firstWanted && line.index < total), total };
}
