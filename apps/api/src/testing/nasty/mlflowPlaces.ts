import type { Endpoint } from "../../http/mlflow/endpoint.ts";
import { mlflowEndpoints } from "../../http/mlflow/mlflowRoutes.ts";
import { MARK } from "./inputPlaces.ts";

/** One field of a route, with a request that is right but for the mark in it. */
export interface FieldPlace {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly input: unknown;
  /** Without the mark: for what the path names where the whole body is nasty. */
  readonly sample: object;
}

/** Ids of rows that a program logged, as MLflow's clients write them. */
export interface LoggedRows {
  readonly runId: string;
  readonly experimentId: string;
  readonly modelId: string;
  readonly registeredName: string;
}

const pairs = [{ key: "k", value: "v" }];
const search = { filter: "tags.k = 'v'", max_results: 10, order_by: ["name ASC"], page_token: "" };

/** For each route all the fields it reads, with values that are right. A test holds it against what the routes read. */
export function mlflowSamples({ runId, experimentId, modelId, registeredName }: LoggedRows): Record<string, object> {
  const run = { run_id: runId, run_uuid: runId };
  const experiment = { experiment_id: experimentId };
  const model = { name: registeredName };
  const version = { ...model, version: "1" };
  const tag = { key: "k", value: "v" };
  const metric = { key: "loss", value: 0.5, timestamp: 1_700_000_000_000, step: 1 };
  const ofModel = { model_id: modelId, dataset_name: "d", dataset_digest: "1" };
  return {
    "POST experiments/create": { name: "another experiment", tags: pairs, artifact_location: "" },
    "GET experiments/search": { ...search, order_by: "name ASC", view_type: "ACTIVE_ONLY" },
    "POST experiments/search": { ...search, view_type: "ACTIVE_ONLY" },
    "GET experiments/get": experiment,
    "GET experiments/get-by-name": { experiment_name: "logged" },
    "POST experiments/update": { ...experiment, new_name: "logged" },
    "POST experiments/delete": experiment,
    "POST experiments/restore": experiment,
    "POST experiments/set-experiment-tag": { ...experiment, ...tag },
    "POST experiments/delete-experiment-tag": { ...experiment, key: "k" },
    "POST runs/create": { ...experiment, user_id: "u", run_name: "n", start_time: 1_700_000_000_000, tags: pairs },
    "GET runs/get": run,
    "POST runs/update": { ...run, status: "RUNNING", end_time: 1_700_000_000_000, run_name: "n" },
    "POST runs/delete": run,
    "POST runs/restore": run,
    "POST runs/log-parameter": { ...run, ...tag },
    "POST runs/set-tag": { ...run, ...tag },
    "POST runs/delete-tag": { ...run, key: "k" },
    "POST runs/search": { ...search, experiment_ids: [experimentId], run_view_type: "ALL", order_by: ["metrics.loss"] },
    "GET artifacts/list": { ...run, path: "folder" },
    "POST runs/log-inputs": {
      ...run,
      models: [{ model_id: modelId }],
      datasets: [
        {
          tags: pairs,
          dataset: { name: "d", digest: "1", source_type: "s", source: "s", schema: "s", profile: "p" },
        },
      ],
    },
    "POST runs/outputs": { run_id: runId, models: [{ model_id: modelId, step: 1 }] },
    "POST runs/log-metric": { ...run, ...metric, ...ofModel },
    "POST runs/log-batch": { ...run, metrics: [{ ...metric, ...ofModel }], params: pairs, tags: pairs },
    "GET metrics/get-history": { ...run, metric_key: "loss", max_results: 10, page_token: "" },
    "POST logged-models": {
      ...experiment,
      name: "m",
      model_type: "t",
      source_run_id: runId,
      params: pairs,
      tags: pairs,
    },
    "GET logged-models/:model_id": { model_id: modelId },
    "PATCH logged-models/:model_id": { model_id: modelId, status: "LOGGED_MODEL_READY" },
    "DELETE logged-models/:model_id": { model_id: "m-0" },
    "POST logged-models/search": {
      ...search,
      experiment_ids: [experimentId],
      datasets: [],
      order_by: [{ field_name: "name", ascending: true }],
    },
    "PATCH logged-models/:model_id/tags": { model_id: modelId, tags: pairs },
    "DELETE logged-models/:model_id/tags/:tag_key": { model_id: modelId, tag_key: "k" },
    "POST logged-models/:model_id/params": { model_id: modelId, params: pairs },
    "GET logged-models/:model_id/artifacts/directories": { model_id: modelId, artifact_directory_path: "a" },
    "POST registered-models/create": { name: "another model", description: "d", tags: pairs },
    "GET registered-models/get": model,
    "POST registered-models/rename": { ...model, new_name: registeredName },
    "PATCH registered-models/update": { ...model, description: "d" },
    "GET registered-models/search": { ...search, order_by: "name ASC" },
    "GET registered-models/get-latest-versions": { ...model, stages: "None" },
    "POST registered-models/get-latest-versions": { ...model, stages: ["None"] },
    "POST registered-models/set-tag": { ...model, ...tag },
    "DELETE registered-models/delete-tag": { ...model, key: "k" },
    "POST registered-models/alias": { ...version, alias: "champion" },
    "DELETE registered-models/alias": { ...model, alias: "challenger" },
    "GET registered-models/alias": { ...model, alias: "champion" },
    "POST model-versions/create": {
      ...model,
      source: `runs:/${runId}/folder`,
      model_id: "",
      description: "d",
      tags: pairs,
    },
    "GET model-versions/get": version,
    "PATCH model-versions/update": { ...version, description: "d" },
    "DELETE model-versions/delete": { ...model, version: "1000" },
    "GET model-versions/get-download-uri": version,
    "GET model-versions/search": { ...search, order_by: "name ASC" },
    "POST model-versions/set-tag": { ...version, ...tag },
    "DELETE model-versions/delete-tag": { ...version, key: "k" },
  };
}

/** A sample of every route that there is. Throws for one without. */
export function mlflowCalls(
  rows: LoggedRows,
): { readonly endpoint: Endpoint; readonly method: string; readonly input: object }[] {
  const samples = mlflowSamples(rows);
  return mlflowEndpoints.flatMap((endpoint) =>
    endpoint.methods.map((method) => {
      const input = samples[`${method} ${endpoint.path}`];
      if (input === undefined)
        throw new Error(`mlflowCalls: expected a sample of ${method} ${endpoint.path}: say it here`);
      return { endpoint, method, input };
    }),
  );
}

export function mlflowPlaces(rows: LoggedRows): FieldPlace[] {
  return mlflowCalls(rows).flatMap(({ endpoint, method, input }) =>
    marks(input).map(({ path, value }) => ({
      name: `${method} ${endpoint.path} ${path || "(the body)"}`,
      method,
      path: endpoint.path,
      input: value,
      sample: input,
    })),
  );
}

/** All ways to put the mark into a value: in its place, and in each field and first item below. */
function marks(value: unknown): { readonly path: string; readonly value: unknown }[] {
  const whole = { path: "", value: MARK as unknown };
  if (typeof value !== "object" || value === null) return [whole];
  if (Array.isArray(value)) {
    const inner = value.length === 0 ? [] : marks(value[0]);
    return [whole, ...inner.map((one) => ({ path: `[0]${one.path}`, value: [one.value] }))];
  }
  const fields = Object.entries(value).flatMap(([key, inner]) =>
    marks(inner).map((one) => ({ path: `.${key}${one.path}`, value: { ...value, [key]: one.value } })),
  );
  return [whole, ...fields];
}

/** An input that notes which of its fields are read and not there: those a sample lacks. */
export function noteMissing(input: object, missing: Set<string>, path = ""): object {
  const note = (key: string | symbol): void => {
    if (typeof key === "string" && !Object.hasOwn(input, key) && !(key in Object.prototype))
      missing.add(`${path}${key}`);
  };
  if (Array.isArray(input)) {
    return input.map((item) => (isObject(item) ? noteMissing(item, missing, `${path}[].`) : item));
  }
  return new Proxy(input, {
    get(target, key) {
      note(key);
      const value = Reflect.get(target, key);
      return isObject(value) ? noteMissing(value, missing, `${path}${String(key)}.`) : value;
    },
    has(target, key) {
      note(key);
      return Reflect.has(target, key);
    },
  });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
