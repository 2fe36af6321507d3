import { HttpClient } from "./HttpClient.mjs";
import { logCurve } from "./ingest.mjs";

const WIDTH_POINTS = 1_000;
const SERIES = `query ($id: ID!, $points: Int!, $from: Int, $to: Int) {
  run(id: $id) { series(names: ["loss"], points: $points, fromStep: $from, toStep: $to) { total steps values minValues maxValues } } }`;

/** @param {number[]} values @param {number} share */
export function quantile(values, share) {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
}

/** @param {string} mlflowId */
export function globalRunId(mlflowId) {
  const uuid = mlflowId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return Buffer.from(`Run:${uuid}`).toString("base64url");
}

/**
 * A long curve at the width of a screen, and whether its spikes are still there.
 * @param {Awaited<ReturnType<typeof import("./startOurs.mjs").startOurs>>} ours
 * @param {Awaited<ReturnType<typeof import("./startMlflow.mjs").startMlflow>>} mlflow
 */
export async function measureCurves(ours, mlflow) {
  /** One-step spikes, never two within a pixel. @param {number} points */
  const spikesOf = (points) =>
    new Set(Array.from({ length: 100 }, (_, index) => Math.floor((points / 100) * (index + 0.37))));
  /** @param {Set<number>} spikes */
  const spiky = (spikes) => (/** @type {number} */ step) => (spikes.has(step) ? 1_000 + step : Math.sin(step / 300));
  const client = new HttpClient(ours.origin, ours.headers);
  for (const points of [100_000, 1_000_000]) {
    const spikes = spikesOf(points);
    const id = globalRunId(await logCurve(ours, points, spiky(spikes)));
    const times = [];
    for (let repeat = 0; repeat < 60; repeat++) {
      const startedMs = performance.now();
      await client.graph(SERIES, { id, points: WIDTH_POINTS });
      times.push(performance.now() - startedMs);
    }
    const { data, bytes } = await client.graph(SERIES, { id, points: WIDTH_POINTS });
    const shown = new Set(data.run.series[0].maxValues.filter((/** @type {number} */ max) => max > 900)).size;
    console.log(
      `${points.toLocaleString("en")} points at ${WIDTH_POINTS}: p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms, ${Math.round(bytes / 1024)} KB; spikes shown ${shown} of ${spikes.size}`,
    );
  }
  client.close();
  if (!mlflow) return;
  const points = 100_000;
  const spikes = spikesOf(points);
  const runId = await logCurve(mlflow, points, spiky(spikes));
  const theirs = new HttpClient(mlflow.origin);
  const times = [];
  let shown = 0;
  for (let repeat = 0; repeat < 10; repeat++) {
    const startedMs = performance.now();
    // What its own page asks for a chart.
    const answer = await theirs.json(
      "GET",
      `/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?run_ids=${runId}&metric_key=loss&max_results=${WIDTH_POINTS}`,
    );
    times.push(performance.now() - startedMs);
    shown = answer.metrics.filter((/** @type {{ value: number }} */ metric) => metric.value > 900).length;
  }
  theirs.close();
  console.log(
    `  ${mlflow.name}, ${points.toLocaleString("en")} points at ${WIDTH_POINTS}: p50 ${quantile(times, 0.5).toFixed(0)} ms; spikes shown ${shown} of ${spikes.size}`,
  );
}
