import type { LoggedModel, MetricSeries, Run } from "@maskyard/store/prisma";
import type { RunInputs } from "../../domain/run/addInputs.ts";
import { mlflowId } from "./ids.ts";
import { mlflowStatus } from "./runStatus.ts";

/** What a query of runs has to include. */
export const presentedRun = { series: { orderBy: { name: "asc" } }, loggedModels: { orderBy: { id: "asc" } } } as const;

export type PresentedRun = Run & {
  readonly series: readonly MetricSeries[];
  readonly loggedModels: readonly LoggedModel[];
};

/** A run as MLflow's clients read it. */
export function presentRun(run: PresentedRun): object {
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
    inputs: presentInputs(run),
    outputs: {
      model_outputs: run.loggedModels.map(({ id, step }) => ({ model_id: loggedModelId(id), step: step ?? 0 })),
    },
  };
}

export function presentRunInfo(run: Run): object {
  const id = mlflowId(run.id);
  return {
    run_id: id,
    run_uuid: id,
    run_name: run.name,
    experiment_id: experimentIdOf(run),
    user_id: (run.attributes as Record<string, string>)["mlflow.user"] ?? "",
    status: mlflowStatus(run.status),
    start_time: (run.startedAt ?? run.createdAt).getTime(),
    ...(run.finishedAt === null ? {} : { end_time: run.finishedAt.getTime() }),
    artifact_uri: artifactUri(run),
    lifecycle_stage: run.archivedAt === null ? "active" : "deleted",
  };
}

function presentInputs(run: Pick<Run, "inputs">): object {
  const { models = [], datasets = [] } = run.inputs as RunInputs;
  return { model_inputs: models.map((model_id) => ({ model_id })), dataset_inputs: datasets };
}

/** JSON has no NaN and no infinities; protobuf's JSON writes them as text. */
export function presentNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** As MLflow makes them, of 32 hexadecimal digits. */
export function loggedModelId(rowId: string): string {
  return `m-${mlflowId(rowId)}`;
}

/** Where the client's artifact proxy finds the run's files. */
export function artifactUri(run: Pick<Run, "id" | "experimentId">): string {
  return `mlflow-artifacts:/${experimentIdOf(run)}/${mlflowId(run.id)}/artifacts`;
}

export function experimentIdOf(run: Pick<Run, "experimentId">): string {
  return run.experimentId === null ? "0" : mlflowId(run.experimentId);
}
