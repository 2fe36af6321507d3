import type { Pool } from "pg";
import { newId } from "../database/newId.ts";
import type { SeededProject } from "./seedRun.ts";

export interface SeedSweepOptions {
  readonly atOnce?: number;
  /** Compared after so many epochs; none: random points that all go on. */
  readonly rungs?: readonly number[];
  readonly reductionFactor?: number;
}

/** A sweep without runs; returns its id. */
export async function seedSweep(pool: Pool, project: SeededProject, options: SeedSweepOptions = {}): Promise<string> {
  const sweepId = newId();
  const { atOnce, rungs, reductionFactor } = options;
  await pool.query(
    `INSERT INTO sweep (id, project_id, number, name, method, dataset_id, snapshot_id, recipe, preset, configuration, dimensions, seeds, seed,
       metric, goal, at_once, rungs, rung_unit, reduction_factor)
     SELECT $1, $2, coalesce(max(number), 0) + 1, 'sweep', $3::sweep_method, $4, $5, 'MININET', 'demo', '{}', '[]', '{1}', 0,
       'val/segm/AP', 'MAXIMIZE', $6, $7, $8::rung_unit, $9 FROM sweep WHERE project_id = $2`,
    [
      sweepId,
      project.projectId,
      rungs ? "ASHA" : "RANDOM",
      project.datasetId,
      project.snapshotId,
      atOnce ?? null,
      rungs ?? [],
      rungs ? "EPOCHS" : null,
      rungs ? (reductionFactor ?? 2) : null,
    ],
  );
  return sweepId;
}
