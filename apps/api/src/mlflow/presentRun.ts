import type { MetricSeries, Run } from "@maskyard/store/prisma";
import { mlflowId } from "./ids.ts";
import { mlflowStatus } from "./runStatus.ts";

export type RunWithSeries = Run & { readonly series: readonly MetricSeries[] };

/** A run as MLflow's clients read it. */
export function presentRun(run: RunWithSeries): object {
  return {
    info: presentRunInfo(run),
    data: {
      metrics: run.series.map((series) => ({
        key: series.name,
        value: presentNumber(series.lastValue ?? Number.NaN),
        timestamp: (series.lastAt ?? run.createdAt).getTime(),
        step: series.lastStep ?? 0,
      })),
      params: Object.entries(run.configuration as object).map(([key, value]) => ({
        key,
        value: typeof value === "string" ? value : JSON.stringify(value),
      })),
      tags: [
        ...Object.entries(run.attributes as Record<string, string>).map(([key, value]) => ({ key, value })),
        { key: "mlflow.runName", value: run.name },
        ...(run.notes === "" ? [] : [{ key: "mlflow.note.content", value: run.notes }]),
      ],
    },
    inputs: {},
  };
}

export function presentRunInfo(run: Run): object {
  const id = mlflowId(run.id);
  const experimentId = run.experimentId === null ? "0" : mlflowId(run.experimentId);
  return {
    run_id: id,
    run_uuid: id,
    run_name: run.name,
    experiment_id: experimentId,
    user_id: (run.attributes as Record<string, string>)["mlflow.user"] ?? "",
    status: mlflowStatus(run.status),
    start_time: (run.startedAt ?? run.createdAt).getTime(),
    ...(run.finishedAt === null ? {} : { end_time: run.finishedAt.getTime() }),
    artifact_uri: `mlflow-artifacts:/${experimentId}/${id}/artifacts`,
    lifecycle_stage: run.archivedAt === null ? "active" : "deleted",
  };
}

/** JSON has no NaN and no infinities; protobuf's JSON writes them as text. */
export function presentNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
