import { isStep, isTimeMs, LARGEST_STEP, type LoggedPoint, readHistory } from "@maskyard/store";
import { z } from "zod";
import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { shown } from "../../domain/errors/requireStorable.ts";
import { logModelMetrics, type ModelPoint, newToRun } from "../../domain/loggedModel/logModelMetrics.ts";
import { requireLoggedModel } from "../../domain/loggedModel/requireLoggedModel.ts";
import { logPoints } from "../../domain/run/logPoints.ts";
import { logToRun } from "../../domain/run/logToRun.ts";
import {
  type Call,
  type Endpoint,
  get,
  keySchema,
  type LoggedPoints,
  objectOfPairs,
  pairsSchema,
  post,
  wholeSchema,
} from "./endpoint.ts";
import { rowIdOf } from "./ids.ts";
import { rowIdOfModel } from "./presentLoggedModel.ts";
import { presentNumber } from "./presentRun.ts";
import { readRun, requireRunOf } from "./runEndpoints.ts";
import { nextPageToken, offsetOf } from "./searchPage.ts";

/** MLflow's own limit is 1,000, which its client keeps to; a batch may be larger here. */
const METRICS_OF_BATCH_MAX = 100_000;
const KEY_LENGTH_MAX = 250;

/** A metric as the client sends it; checked by hand, for they come by the hundred thousand. */
function pointOf(metric: unknown): LoggedPoint {
  const { key, value, timestamp, step } = (metric ?? {}) as Record<string, unknown>;
  if (typeof key !== "string" || key === "" || key.length > KEY_LENGTH_MAX) {
    throw new InvalidInputError(`A metric has a key of 1 to ${KEY_LENGTH_MAX} characters.`, "key");
  }
  const number = typeof value === "number" ? value : numberOfText(value);
  if (number === undefined) {
    throw new InvalidInputError(`The value of ${key} is ${shownJson(value)}; a number is expected.`, "value");
  }
  const atMs = timestamp == null ? Date.now() : wholeOf(timestamp);
  if (!isTimeMs(atMs)) {
    throw new InvalidInputError(
      `The timestamp of ${key} is ${shownJson(timestamp)}; milliseconds since 1970 are expected.`,
      "timestamp",
    );
  }
  const at = step == null ? 0 : wholeOf(step);
  if (!isStep(at)) {
    throw new InvalidInputError(
      `The step of ${key} is ${shownJson(step)}; a whole number from 0 to ${LARGEST_STEP} is expected.`,
      "step",
    );
  }
  return { series: key, step: at, value: number, atMs };
}

/** Protobuf's 64-bit numbers come as text; NaN for what is no number. */
function wholeOf(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
}

/** Protobuf's JSON writes what JSON lacks as text. */
function numberOfText(value: unknown): number | undefined {
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isNaN(number) && value !== "NaN" ? undefined : number;
}

function shownJson(value: unknown): string {
  return shown(JSON.stringify(value) ?? "absent");
}

function pointsOf(input: Call["input"], metrics: readonly unknown[]): LoggedPoints {
  const runId = input.run_id ?? input.run_uuid ?? "";
  if (typeof runId !== "string") throw new InvalidInputError("run_id is the run's id, as text.", "run_id");
  return { runId: rowIdOf(runId, "run"), points: metrics.map(pointOf) };
}

async function log(call: Call, metrics: readonly unknown[]): Promise<void> {
  const { runId, points } = pointsOf(call.input, metrics);
  const ofModels = modelPoints(points, metrics);
  if (ofModels.length === 0) {
    await logPoints(call.services, call.actor, { runId, points, key: call.digest });
    return;
  }
  await requireRunOf(call);
  for (const id of new Set(ofModels.map(({ modelId }) => modelId))) {
    await requireLoggedModel(call.services, call.actor, id, "EDITOR");
  }
  const ofRun = points.filter((_, index) => !isOfModel(metrics[index]));
  const fresh = await newToRun(call.services, runId, ofModels);
  if (ofRun.length + fresh.length > 0) {
    await logPoints(call.services, call.actor, { runId, points: [...ofRun, ...fresh], key: call.digest });
  }
  await logModelMetrics(call.services, ofModels);
}

function isOfModel(metric: unknown): boolean {
  return Boolean((metric as { model_id?: unknown }).model_id);
}

/** Those of the points that were measured of a logged model. */
function modelPoints(points: readonly LoggedPoint[], metrics: readonly unknown[]): ModelPoint[] {
  return points.flatMap((point, index) => {
    if (!isOfModel(metrics[index])) return [];
    const { model_id, dataset_name, dataset_digest } = parseInput(modelMetricSchema, metrics[index]);
    return [{ ...point, modelId: model_id, datasetName: dataset_name, datasetDigest: dataset_digest }];
  });
}

const modelMetricSchema = z.object({
  model_id: z.string().transform(rowIdOfModel),
  dataset_name: z.string().max(500).optional(),
  dataset_digest: z.string().max(36).optional(),
});

/** The metrics of a batch without parameters, tags and models; null of any other. */
function metricsAlone({ metrics, params, tags }: Call["input"]): readonly unknown[] | null {
  const isNone = (list: unknown) => list === undefined || (Array.isArray(list) && list.length === 0);
  const isBatch = Array.isArray(metrics) && metrics.length > 0 && metrics.length <= METRICS_OF_BATCH_MAX;
  return isBatch && isNone(params) && isNone(tags) && !metrics.some(isOfModel) ? metrics : null;
}

async function logBatch(call: Call): Promise<object> {
  const schema = z.object({ params: pairsSchema.default([]), tags: pairsSchema.default([]) });
  const { params, tags } = parseInput(schema, call.input);
  const metrics = call.input.metrics ?? [];
  if (!Array.isArray(metrics) || metrics.length > METRICS_OF_BATCH_MAX) {
    throw new InvalidInputError(`metrics is a list of at most ${METRICS_OF_BATCH_MAX}.`, "metrics");
  }
  if (params.length > 0 || tags.length > 0 || metrics.length === 0) {
    const run = await requireRunOf(call);
    await logToRun(call.services, run.id, { parameters: objectOfPairs(params), tags: objectOfPairs(tags) });
  }
  if (metrics.length > 0) {
    await log(call, metrics);
  }
  return {};
}

export const metricEndpoints: readonly Endpoint[] = [
  {
    ...post("runs/log-metric", async (call) => {
      await log(call, [call.input]);
      return {};
    }),
    pointsOf: (input) => (isOfModel(input) ? null : pointsOf(input, [input])),
  },
  {
    ...post("runs/log-batch", logBatch),
    pointsOf: (input) => {
      const metrics = metricsAlone(input);
      return metrics && pointsOf(input, metrics);
    },
  },
  get("metrics/get-history", async (call) => {
    const schema = z.object({
      run_id: z.string().optional(),
      run_uuid: z.string().optional(),
      metric_key: keySchema,
      max_results: wholeSchema(z.number("max_results is a whole number.").int().min(1).max(100_000)).default(25_000),
      page_token: z.string().default(""),
    });
    const query = parseInput(schema, call.input);
    const run = await readRun(call, rowIdOf(query.run_id ?? query.run_uuid ?? "", "run"));
    const offset = offsetOf(query.page_token);
    const history = await readHistory(call.services.pool, {
      runId: run.id,
      name: query.metric_key,
      fromIndex: offset,
      count: query.max_results,
    });
    // As MLflow answers: a client may ask before the first point.
    if (history === null) return { metrics: [] };
    const end = offset + history.steps.length;
    return {
      metrics: history.steps.map((step, index) => ({
        key: query.metric_key,
        value: presentNumber(history.values[index] as number),
        timestamp: history.timesMs[index] ?? run.createdAt.getTime(),
        step,
      })),
      ...nextPageToken(end, end < history.total),
    };
  }),
];
