import { HttpClient } from "./HttpClient.mjs";

const VALUES_A_BATCH = 1_000;
const SERIES_A_RUN = 10;

/** A loss curve's shape with noise in every digit. @param {number} step */
const noisy = (step) => 3 / Math.sqrt(step + 1) + 0.05 * Math.random();

/** @typedef {{ name: string, origin: string, headers: Record<string, string> }} Server */

/** @param {Server} server @param {string} name */
async function newRun(server, name) {
  const client = new HttpClient(server.origin, server.headers);
  const { run } = await client.json("POST", "/api/2.0/mlflow/runs/create", {
    experiment_id: "0",
    run_name: name,
    start_time: Date.now(),
  });
  return { client, runId: run.info.run_id };
}

/**
 * Batches of 1,000 values, each client its own run and the next batch when the one before is acknowledged.
 * @param {Server} server @param {number} clients @param {number} batches of each client
 */
export async function measureBatches(server, clients, batches) {
  const works = await Promise.all(
    Array.from({ length: clients }, async (_, index) => {
      const { client, runId } = await newRun(server, `batches ${clients}/${index}`);
      const bodies = Array.from({ length: batches }, (_, batch) => {
        const first = (batch * VALUES_A_BATCH) / SERIES_A_RUN;
        const metrics = Array.from({ length: VALUES_A_BATCH }, (_, at) => {
          const step = first + Math.floor(at / SERIES_A_RUN);
          return {
            key: `series ${at % SERIES_A_RUN}`,
            value: noisy(step),
            timestamp: 1_700_000_000_000 + step * 250,
            step,
          };
        });
        return JSON.stringify({ run_id: runId, metrics });
      });
      return { client, bodies };
    }),
  );
  const startedMs = performance.now();
  await Promise.all(
    works.map(async ({ client, bodies }) => {
      for (const body of bodies) {
        const { status, text } = await client.request("POST", "/api/2.0/mlflow/runs/log-batch", body);
        if (status !== 200) throw new Error(`log-batch: ${status} ${text.slice(0, 300)}`);
      }
      client.close();
    }),
  );
  return (clients * batches * VALUES_A_BATCH) / ((performance.now() - startedMs) / 1000);
}

/** One value a call. @param {Server} server @param {number} clients @param {number} calls of each client */
export async function measureSingleCalls(server, clients, calls) {
  const works = await Promise.all(
    Array.from({ length: clients }, (_, index) => newRun(server, `single ${clients}/${index}`)),
  );
  const startedMs = performance.now();
  await Promise.all(
    works.map(async ({ client, runId }) => {
      for (let step = 0; step < calls; step++) {
        const metric = { run_id: runId, key: "loss", value: noisy(step), timestamp: Date.now(), step };
        const { status, text } = await client.request(
          "POST",
          "/api/2.0/mlflow/runs/log-metric",
          JSON.stringify(metric),
        );
        if (status !== 200) throw new Error(`log-metric: ${status} ${text.slice(0, 300)}`);
      }
      client.close();
    }),
  );
  return (clients * calls) / ((performance.now() - startedMs) / 1000);
}

/** Logs one long curve in batches of 1,000. @param {Server} server @param {number} points @param {(step: number) => number} valueAt */
export async function logCurve(server, points, valueAt) {
  const { client, runId } = await newRun(server, `curve of ${points}`);
  for (let from = 0; from < points; from += 1_000) {
    const metrics = Array.from({ length: Math.min(1_000, points - from) }, (_, index) => ({
      key: "loss",
      value: valueAt(from + index),
      timestamp: 1_700_000_000_000 + (from + index) * 250,
      step: from + index,
    }));
    await client.json("POST", "/api/2.0/mlflow/runs/log-batch", { run_id: runId, metrics });
  }
  client.close();
  return runId;
}
