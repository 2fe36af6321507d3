import type { ClientBase } from "pg";
import type { SeriesName } from "./seriesRows.ts";

/** What happened to a series that is no growth at its end, for those who look at its points one after the other. */
export type SeriesChange =
  | {
      readonly id: number;
      readonly kind: "late";
      /** Steps of the points that were put between others, as often as there are points. */
      readonly addedSteps: readonly number[];
      /** Steps whose point was replaced. */
      readonly replacedSteps: readonly number[];
    }
  | {
      readonly id: number;
      readonly kind: "cut";
      readonly keptCount: number;
      /** Of the last point kept; null where none was. */
      readonly keptStep: number | null;
    };

// Whoever has looked at the run's points has a row there; whoever begins to waits for the run's row, which the caller holds.
const RECORD_SQL = `
INSERT INTO series_change (run_id, series, added_steps, replaced_steps, kept_count, kept_step)
SELECT $1, $2, $3, $4, $5, $6 WHERE EXISTS (SELECT 1 FROM alert_rule_state WHERE run_id = $1)`;

const READ_SQL = `
SELECT id::float8 AS id, added_steps AS "addedSteps", replaced_steps AS "replacedSteps", kept_count AS "keptCount", kept_step AS "keptStep"
FROM series_change WHERE run_id = $1 AND series = $2 AND id > $3 ORDER BY id`;

/** Points that went before a series' end, within the transaction that writes them and holds the run's row. */
export async function recordLatePoints(
  client: ClientBase,
  { runId, name }: SeriesName,
  late: { readonly addedSteps: readonly number[]; readonly replacedSteps: readonly number[] },
): Promise<void> {
  await client.query(RECORD_SQL, [runId, name, late.addedSteps, late.replacedSteps, null, null]);
}

/** A series was cut to its first points, within the transaction that cuts it and holds the run's row. */
export async function recordCut(
  client: ClientBase,
  { runId, name }: SeriesName,
  kept: { readonly count: number; readonly step: number | null },
): Promise<void> {
  await client.query(RECORD_SQL, [runId, name, [], [], kept.count, kept.step]);
}

interface ChangeRow {
  readonly id: number;
  readonly addedSteps: readonly number[];
  readonly replacedSteps: readonly number[];
  readonly keptCount: number | null;
  readonly keptStep: number | null;
}

/** The changes after one, in their order. */
export async function readSeriesChanges(
  client: ClientBase,
  { runId, name }: SeriesName,
  afterId: number,
): Promise<SeriesChange[]> {
  const { rows } = await client.query<ChangeRow>(READ_SQL, [runId, name, afterId]);
  return rows.map(({ id, addedSteps, replacedSteps, keptCount, keptStep }) =>
    keptCount === null ? { id, kind: "late", addedSteps, replacedSteps } : { id, kind: "cut", keptCount, keptStep },
  );
}
