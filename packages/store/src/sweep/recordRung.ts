import type { PoolClient } from "pg";
import { decideAtRung, rungReached, type SweepGoal } from "./successiveHalving.ts";

/** Why a sweep ends a run before its own end. */
export interface SweepStop {
  /** From 0, of so many. */
  readonly rung: number;
  readonly rungs: number;
  readonly step: number;
  readonly metric: string;
  readonly value: number | null;
  /** What the value had to reach. */
  readonly needed: number;
}

/** What an evaluation says where it may reach a rung. */
export interface RungEvaluation {
  readonly runId: string;
  readonly step: number;
  readonly epochsDone: number;
  readonly metrics: object;
}

// The sweep's row is held to the end of the transaction: decisions of one sweep follow one another, each knows all before it.
const SWEEP_SQL = `
SELECT sweep.id AS "sweepId", sweep.rungs, sweep.rung_unit AS unit, sweep.reduction_factor AS "reductionFactor", sweep.metric, sweep.goal,
  run.total_steps AS "totalSteps"
FROM run JOIN sweep ON sweep.id = run.sweep_id
WHERE run.id = $1 AND sweep.method = 'ASHA'
FOR NO KEY UPDATE OF sweep`;

const RECORDED_SQL = `SELECT run_id AS "runId", value FROM sweep_rung WHERE sweep_id = $1 AND rung = $2`;

const HIGHEST_SQL = `SELECT max(rung) AS rung FROM sweep_rung WHERE run_id = $1`;

const INSERT_SQL = `
INSERT INTO sweep_rung (run_id, rung, sweep_id, step, value, needed, stops) VALUES ($1, $2, $3, $4, $5, $6, $7)`;

interface HalvingSweep {
  readonly sweepId: string;
  readonly rungs: readonly number[];
  readonly unit: "EPOCHS" | "STEPS";
  readonly reductionFactor: number;
  readonly metric: string;
  readonly goal: SweepGoal;
  readonly totalSteps: number | null;
}

/**
 * Where the run is of a sweep that halves and its evaluation reaches a rung: records its value there, once, and decides whether it goes on. An
 * evaluation that passes several rungs counts at the highest. Part of the evaluation's transaction, under the run's lease: an attempt that is cut off
 * and evaluates again finds what was decided.
 *
 * @returns null to go on
 */
export async function recordRung(client: PoolClient, evaluation: RungEvaluation): Promise<SweepStop | null> {
  const { runId, step, epochsDone } = evaluation;
  const { rows } = await client.query<HalvingSweep>(SWEEP_SQL, [runId]);
  const sweep = rows[0];
  if (!sweep) return null;
  const rung = rungReached(sweep.rungs, sweep.unit === "EPOCHS" ? epochsDone : step);
  const { rows: highest } = await client.query<{ rung: number | null }>(HIGHEST_SQL, [runId]);
  if (rung > (highest[0]?.rung ?? -1)) {
    const { rows: recorded } = await client.query<{ value: number | null }>(RECORDED_SQL, [sweep.sweepId, rung]);
    const value = evaluatedFigure(evaluation.metrics, sweep.metric);
    const { goesOn, needed } = decideAtRung({ ...sweep, value, recorded: recorded.map((row) => row.value) });
    const ends = sweep.totalSteps !== null && step >= sweep.totalSteps;
    await client.query(INSERT_SQL, [runId, rung, sweep.sweepId, step, value, needed, !goesOn && !ends]);
  }
  return readSweepStop(client, { runId, step });
}

const STOP_SQL = `
SELECT sweep_rung.rung, cardinality(sweep.rungs) AS rungs, sweep_rung.step, sweep.metric, sweep_rung.value, sweep_rung.needed
FROM sweep_rung JOIN sweep ON sweep.id = sweep_rung.sweep_id
WHERE sweep_rung.run_id = $1 AND sweep_rung.stops AND sweep_rung.step <= $2`;

/** What its sweep decided of a run up to a step, where it ends there; null to go on. */
export async function readSweepStop(
  client: Pick<PoolClient, "query">,
  { runId, step }: { readonly runId: string; readonly step: number },
): Promise<SweepStop | null> {
  const { rows } = await client.query<SweepStop>(STOP_SQL, [runId, step]);
  return rows[0] ?? null;
}

/** The figure of "val/segm/AP" and the like; null where the evaluation has none, which COCO writes as -1. */
function evaluatedFigure(metrics: object, metric: string): number | null {
  const [, type = "", name = ""] = metric.split("/");
  const figure: unknown = (metrics as Record<string, Record<string, unknown> | undefined>)[type]?.[name];
  return typeof figure === "number" && figure >= 0 ? figure : null;
}

/** A sentence for the run's log and page. */
export function describeSweepStop({ rung, rungs, step, metric, value, needed }: SweepStop): string {
  const had = value === null ? "none" : value.toFixed(3);
  return `stopped by its sweep after step ${step}, at rung ${rung + 1} of ${rungs}: ${metric} was ${had}, and ${needed.toFixed(3)} was needed`;
}
