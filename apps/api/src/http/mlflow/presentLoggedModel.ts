import type { LoggedModel, Run } from "@maskyard/store/prisma";
import { NotFoundError } from "../../domain/errors/expectedErrors.ts";
import type { StoredModelMetric } from "../../domain/loggedModel/logModelMetrics.ts";
import { mlflowId, rowIdOf } from "./ids.ts";
import { artifactUri, experimentIdOf, loggedModelId } from "./presentRun.ts";

export interface PresentedModel extends LoggedModel {
  readonly run: Pick<Run, "id" | "experimentId">;
  readonly modelVersions: readonly { readonly number: number; readonly model: { readonly name: string } }[];
}

/** What a query of logged models has to include. */
export const presentedModel = {
  run: { select: { id: true, experimentId: true } },
  modelVersions: { select: { number: true, model: { select: { name: true } } }, orderBy: { id: "asc" } },
} as const;

const statuses = {
  PENDING: "LOGGED_MODEL_PENDING",
  READY: "LOGGED_MODEL_READY",
  FAILED: "LOGGED_MODEL_UPLOAD_FAILED",
} as const;

export function rowIdOfModel(id: string): string {
  if (!id.startsWith("m-"))
    throw new NotFoundError(`There is no logged model with the id ${JSON.stringify(id.slice(0, 80))}.`);
  return rowIdOf(id.slice(2), "logged model");
}

/** Undefined for what is no final status of MLflow's. */
export function finalStatusOf(status: string): "READY" | "FAILED" | undefined {
  return (["READY", "FAILED"] as const).find((own) => statuses[own] === status);
}

/** A logged model as MLflow's clients read it. */
export function presentLoggedModel(model: PresentedModel): object {
  return {
    info: {
      model_id: loggedModelId(model.id),
      experiment_id: experimentIdOf(model.run),
      name: model.name,
      creation_timestamp_ms: model.createdAt.getTime(),
      last_updated_timestamp_ms: model.updatedAt.getTime(),
      artifact_uri: `${artifactUri(model.run)}/${model.path}`,
      status: statuses[model.status],
      model_type: model.modelType,
      source_run_id: mlflowId(model.runId),
      tags: pairsOf(model.attributes),
      registrations: model.modelVersions.map(({ number, model: { name } }) => ({ name, version: String(number) })),
    },
    data: {
      params: pairsOf(model.parameters),
      metrics: metricsOf(model).map((metric) => ({
        ...metric,
        model_id: loggedModelId(model.id),
        run_id: mlflowId(model.runId),
      })),
    },
  };
}

export function metricsOf(model: Pick<LoggedModel, "metrics">): StoredModelMetric[] {
  return model.metrics as unknown as StoredModelMetric[];
}

export function pairsOf(attributes: unknown): { key: string; value: string }[] {
  return Object.entries(attributes as Record<string, string>).map(([key, value]) => ({ key, value }));
}
