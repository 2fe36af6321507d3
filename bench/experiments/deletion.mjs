import { readFileSync } from "node:fs";
import { globalRunId } from "./curves.mjs";
import { HttpClient } from "./HttpClient.mjs";

const VALUES = 6_000_000;
const SERIES = 6;

/** A run of 6,000,000 values is deleted: how long, and what the server's memory does. @param {Awaited<ReturnType<typeof import("./startOurs.mjs").startOurs>>} ours */
export async function measureDeletion(ours) {
  const client = new HttpClient(ours.origin, ours.headers);
  const { run } = await client.json("POST", "/api/2.0/mlflow/runs/create", { experiment_id: "0", run_name: "large" });
  const runId = run.info.run_id;
  for (let from = 0; from < VALUES / SERIES; from += 5_000) {
    const metrics = Array.from({ length: 5_000 * SERIES }, (_, index) => {
      const step = from + Math.floor(index / SERIES);
      return { key: `series ${index % SERIES}`, value: Math.random(), timestamp: 1_700_000_000_000 + step, step };
    });
    await client.json("POST", "/api/2.0/mlflow/runs/log-batch", { run_id: runId, metrics });
  }
  const before = residentMib(ours.pid);
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, residentMib(ours.pid));
  }, 20);
  const startedMs = performance.now();
  await client.graph("mutation ($ids: [ID!]!) { deleteRuns(input: { ids: $ids }) { __typename } }", {
    ids: [globalRunId(runId)],
  });
  const seconds = (performance.now() - startedMs) / 1000;
  clearInterval(timer);
  client.close();
  console.log(
    `deleting a run of ${VALUES.toLocaleString("en")} values: ${seconds.toFixed(1)} s; the server's memory ${before} MiB before, ${most} MiB at most`,
  );
}

/** @param {number} pid */
function residentMib(pid) {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kib) / 1024);
}
