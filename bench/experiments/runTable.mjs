import { newId } from "../../packages/store/dist/index.js";
import { quantile } from "./curves.mjs";
import { HttpClient } from "./HttpClient.mjs";

const RUNS = 10_000;
const METRICS = Array.from({ length: 20 }, (_, index) => `val/metric ${index}`);
const SETTINGS = Array.from({ length: 20 }, (_, index) => `setting ${index}`);

const TABLE = `query ($sort: RunSortInput, $where: [RunConditionInput!], $metrics: [String!]!, $settings: [String!]!) {
  runs(first: 100, sort: $sort, where: $where) { totalCount edges { node {
    id number name status metricValues(names: $metrics) settingValues(keys: $settings) } } } }`;

/**
 * 10,000 runs with 20 metrics and 20 settings each, filtered and sorted by a metric, the first 100 with all of them shown; then as many with 100 of
 * each, 200 columns.
 * @param {Awaited<ReturnType<typeof import("./startOurs.mjs").startOurs>>} ours
 * @param {Awaited<ReturnType<typeof import("./startMlflow.mjs").startMlflow>>} mlflow
 */
export async function measureRunTable(ours, mlflow) {
  await measureColumns(ours, METRICS, SETTINGS);
  const wide = (/** @type {string} */ name) => Array.from({ length: 100 }, (_, index) => `wide ${name} ${index}`);
  await measureColumns(ours, wide("metric"), wide("setting"));
  if (!mlflow) return;
  const theirs = new HttpClient(mlflow.origin);
  const { experiment_id } = await theirs.json("POST", "/api/2.0/mlflow/experiments/create", { name: "table" });
  const count = 500; // its own interface takes minutes for 10,000
  for (let index = 0; index < count; index++) {
    const { run } = await theirs.json("POST", "/api/2.0/mlflow/runs/create", { experiment_id, start_time: Date.now() });
    await theirs.json("POST", "/api/2.0/mlflow/runs/log-batch", {
      run_id: run.info.run_id,
      metrics: METRICS.map((key) => ({ key, value: Math.random(), timestamp: Date.now(), step: 0 })),
      params: SETTINGS.map((key) => ({ key, value: String(Math.random()) })),
    });
  }
  const theirTimes = [];
  let theirBytes = 0;
  for (let repeat = 0; repeat < 15; repeat++) {
    const startedMs = performance.now();
    const { text } = await theirs.request(
      "POST",
      "/api/2.0/mlflow/runs/search",
      JSON.stringify({
        experiment_ids: [experiment_id],
        filter: `metrics.\`${METRICS[(repeat + 7) % METRICS.length]}\` < 0.5`,
        order_by: [`metrics.\`${METRICS[repeat % METRICS.length]}\` ASC`],
        max_results: 100,
      }),
    );
    theirTimes.push(performance.now() - startedMs);
    theirBytes = Math.max(theirBytes, Buffer.byteLength(text));
  }
  theirs.close();
  console.log(
    `  ${mlflow.name}, ${count} runs: p50 ${quantile(theirTimes, 0.5).toFixed(0)} ms, ${Math.round(theirBytes / 1024)} KB`,
  );
}

/**
 * @param {Awaited<ReturnType<typeof import("./startOurs.mjs").startOurs>>} ours
 * @param {string[]} metrics @param {string[]} settings
 */
async function measureColumns(ours, metrics, settings) {
  const experimentId = newId();
  const { pool } = ours.db;
  await pool.query("INSERT INTO experiment (id, project_id, name, updated_at) VALUES ($1, $2, $3, now())", [
    experimentId,
    ours.projectId,
    `table of ${metrics.length}`,
  ]);
  await pool.query(
    `INSERT INTO run (id, project_id, experiment_id, source, status, number, name, configuration, started_at)
     SELECT gen_random_uuid(), $1, $2, 'EXTERNAL', 'SUCCEEDED', (SELECT next_run_number FROM project WHERE id = $1) + number, 'run ' || number,
       (SELECT jsonb_object_agg(key, round((random() * 10)::numeric, 4)) FROM unnest($3::text[]) AS key WHERE number > 0), now()
     FROM generate_series(1, ${RUNS}) AS number`,
    [ours.projectId, experimentId, settings],
  );
  // Runs that are logged afterwards take the next numbers.
  await pool.query(`UPDATE project SET next_run_number = next_run_number + ${RUNS + 1} WHERE id = $1`, [
    ours.projectId,
  ]);
  await pool.query(
    `INSERT INTO metric_series (id, run_id, name, count, last_step, last_value, min_value, max_value)
     SELECT gen_random_uuid(), run.id, metric.name, 100, 99, round(random()::numeric, 6), 0, 1
     FROM run, unnest($2::text[]) AS metric(name) WHERE experiment_id = $1`,
    [experimentId, metrics],
  );
  await pool.query("ANALYZE");
  const client = new HttpClient(ours.origin, ours.headers);
  const times = [];
  let bytes = 0;
  for (let repeat = 0; repeat < 60; repeat++) {
    const sorted = metrics[repeat % metrics.length];
    const filtered = metrics[(repeat + 7) % metrics.length];
    const startedMs = performance.now();
    const answer = await client.graph(TABLE, {
      sort: { column: { metric: sorted }, ascending: repeat % 2 === 0 },
      where: [{ column: { metric: filtered }, comparison: "LT", number: 0.5 }],
      metrics,
      settings,
    });
    times.push(performance.now() - startedMs);
    bytes = Math.max(bytes, answer.bytes);
  }
  client.close();
  console.log(
    `${RUNS.toLocaleString("en")} runs filtered and sorted by a metric, first 100 with ${metrics.length + settings.length} columns: p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms, ${Math.round(bytes / 1024)} KB`,
  );
}
