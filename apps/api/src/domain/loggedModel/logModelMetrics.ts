import { inTransaction, type LoggedPoint, readStep } from "@maskyard/store";
import type { Services } from "../../services.ts";

/** A point that was measured of a model. */
export interface ModelPoint extends LoggedPoint {
  readonly modelId: string;
  readonly datasetName?: string | undefined;
  readonly datasetDigest?: string | undefined;
}

/** As the model's row keeps it; a value that is no JSON number as text. */
export interface StoredModelMetric {
  readonly key: string;
  readonly value: number | string;
  readonly step: number;
  readonly timestamp: number;
  readonly dataset_name?: string | undefined;
  readonly dataset_digest?: string | undefined;
}

const LOCK_SQL = "SELECT metrics FROM logged_model WHERE id = $1 FOR UPDATE";
const SAVE_SQL = "UPDATE logged_model SET metrics = $2::jsonb, updated_at = clock_timestamp() WHERE id = $1";

/** Keeps of each metric, and data it was measured on, the last value with the models, which are there. */
export async function logModelMetrics(services: Services, points: readonly ModelPoint[]): Promise<void> {
  // In one order, so that two that log of the same models never wait for each other in a circle.
  for (const modelId of [...new Set(points.map((point) => point.modelId))].sort()) {
    await inTransaction(services.pool, async (client) => {
      const { rows } = await client.query<{ metrics: StoredModelMetric[] }>(LOCK_SQL, [modelId]);
      const byName = new Map((rows[0]?.metrics ?? []).map((metric) => [nameOf(metric), metric]));
      for (const point of points) {
        if (point.modelId !== modelId) continue;
        const metric = storedMetric(point);
        const before = byName.get(nameOf(metric));
        if (before === undefined || isLater(metric, before)) byName.set(nameOf(metric), metric);
      }
      await client.query(SAVE_SQL, [modelId, JSON.stringify([...byName.values()])]);
    });
  }
}

/** Those of the points that the run does not have: MLflow's client says once more of a model what it has logged to the run already. */
export async function newToRun(
  services: Pick<Services, "pool">,
  runId: string,
  points: readonly LoggedPoint[],
): Promise<LoggedPoint[]> {
  const fresh: LoggedPoint[] = [];
  for (const point of points) {
    const stored = await readStep(services.pool, { runId, name: point.series, step: point.step });
    const isThere = stored.some(({ value, atMs }) => Object.is(value, point.value) && atMs === point.atMs);
    if (!isThere) fresh.push(point);
  }
  return fresh;
}

function storedMetric(point: ModelPoint): StoredModelMetric {
  const { series, value, step, atMs, datasetName, datasetDigest } = point;
  return {
    key: series,
    value: Number.isFinite(value) ? value : String(value),
    step,
    timestamp: atMs,
    dataset_name: datasetName,
    dataset_digest: datasetDigest,
  };
}

function nameOf({ key, dataset_name, dataset_digest }: StoredModelMetric): string {
  return JSON.stringify([key, dataset_name ?? null, dataset_digest ?? null]);
}

function isLater(a: StoredModelMetric, b: StoredModelMetric): boolean {
  return a.step === b.step ? a.timestamp >= b.timestamp : a.step > b.step;
}
