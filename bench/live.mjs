// Fifty people watch a run that logs a thousand values a second: how late they see a value, and what that costs the server. The watchers are WebSocket
// clients in a process of their own, and ask for what a run's page asks for. Ends with 1 when a watcher does not have the complete curve at the end.
// `npm run bench -- live [--watchers 50] [--values 1000] [--seconds 20]`, on a Postgres of its own that syncs every commit.
import { fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startPostgres } from "../tools/postgres/startPostgres.mjs";
import { HttpClient } from "./experiments/HttpClient.mjs";
import { startOurs } from "./experiments/startOurs.mjs";
import { nowMs, valueAt } from "./live/curve.mjs";

const seriesCount = 10;
const { values: options } = parseArgs({
  options: {
    watchers: { type: "string", default: "50" },
    values: { type: "string", default: "1000" },
    seconds: { type: "string", default: "20" },
  },
});
const [watcherCount, valuesPerSecond, seconds] = [options.watchers, options.values, options.seconds].map(Number);
const names = Array.from({ length: seriesCount }, (_, index) => `series ${index}`);

const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-live-"));
const countPath = path.join(folder, "statements");
process.env.BENCH_STATEMENTS_FILE = countPath;
const postgres = await startPostgres({ dataDir: path.join(folder, "data") });
const counter = new URL("./live/countStatements.mjs", import.meta.url).href;
const ours = await startOurs(postgres.url, path.join(folder, "files"), ["--import", counter]);
/** @type {import("node:child_process").ChildProcess | undefined} */
let watchers;
try {
  await measure();
} finally {
  watchers?.kill();
  await ours.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure() {
  const client = new HttpClient(ours.origin, ours.headers);
  const { data } = await client.graph(
    "mutation ($input: CreateRunInput!) { createRun(input: $input) { ... on CreateRunSuccess { data { id } } } }",
    { input: { experiment: "live" } },
  );
  const runId = data.createRun.data.id;
  const steps = Math.round((Number(valuesPerSecond) / seriesCount) * Number(seconds));
  const ask = startWatchers({
    runId,
    names,
    steps,
    count: watcherCount,
    origin: ours.origin,
    headers: ours.headers,
  });
  await ask("watch");

  const before = usage();
  const committedMs = await logSteps(client, runId, steps);
  const during = difference(before, usage());
  const { arrivals, complete, missed, events } = await ask("finish", committedMs);
  client.close();

  arrivals.sort((/** @type {number} */ a, /** @type {number} */ b) => a - b);
  const at = (/** @type {number} */ share) => `${Math.round(arrivals[Math.ceil(share * (arrivals.length - 1))])} ms`;
  const row = (/** @type {string} */ name, /** @type {string} */ text) => console.log(`  ${name.padEnd(34)}${text}`);
  console.log(`${watcherCount} watchers, ${seriesCount} series, ${steps} steps in ${during.seconds.toFixed(1)} s:`);
  row("values logged a second", String(Math.round((steps * seriesCount) / during.seconds)));
  row("from commit to arrival", `p50 ${at(0.5)}, p95 ${at(0.95)}, greatest ${at(1)}`);
  row("events a watcher and second", (events / Number(watcherCount) / during.seconds).toFixed(1));
  row("the API's processor", `${Math.round((100 * during.cpuSeconds) / during.seconds)} % of one core`);
  row("the API's memory", `${usage().residentMib} MiB, at most ${usage().peakMib} MiB`);
  row("SQL statements a second", String(Math.round(during.statements / during.seconds)));
  row("watchers with the complete curve", `${complete} of ${watcherCount}${missed ? `; ${missed} read anew` : ""}`);
  if (complete !== Number(watcherCount)) process.exitCode = 1;
}

/**
 * Logs every step when it is due, those that are late together. Returns when each step's answer was there.
 * @param {HttpClient} client @param {string} runId @param {number} steps
 */
async function logSteps(client, runId, steps) {
  const stepMs = (1000 * seriesCount) / Number(valuesPerSecond);
  const startedMs = nowMs();
  /** @type {number[]} */
  const committedMs = [];
  for (let done = 0; done < steps; ) {
    const due = Math.min(steps, Math.floor((nowMs() - startedMs) / stepMs) + 1);
    if (due === done) {
      await sleep(1);
      continue;
    }
    const some = Array.from({ length: due - done }, (_, index) => done + index);
    const series = names.map((name, index) => ({
      name,
      steps: some,
      values: some.map((step) => valueAt(index, step)),
    }));
    const { data } = await client.graph(
      "mutation ($input: LogMetricsInput!) { logMetrics(input: $input) { __typename } }",
      { input: { runId, key: `from ${done}`.padEnd(16, "."), series } },
    );
    if (data.logMetrics.__typename !== "LogMetricsSuccess") throw new Error(data.logMetrics.__typename);
    const ms = nowMs();
    for (const step of some) committedMs[step] = ms;
    done = due;
  }
  return committedMs;
}

/** Starts the watchers' process; what it returns asks it something and waits for the answer. @param {object} settings */
function startWatchers(settings) {
  const child = fork(fileURLToPath(new URL("./live/watchers.mjs", import.meta.url)));
  watchers = child;
  child.send({ kind: "settings", value: settings });
  return (/** @type {string} */ kind, /** @type {unknown} */ value = null) =>
    new Promise((/** @type {(value: any) => void} */ resolve, reject) => {
      child.once("message", resolve);
      child.once("exit", (code) => reject(new Error(`the watchers ended with ${code}`)));
      child.send({ kind, value });
    });
}

/** Of the API's process so far. */
function usage() {
  const fields = readFileSync(`/proc/${ours.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const status = readFileSync(`/proc/${ours.pid}/status`, "utf8");
  const mib = (/** @type {string} */ name) =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
  return {
    atMs: nowMs(),
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100,
    residentMib: mib("VmRSS"),
    peakMib: mib("VmHWM"),
    statements: Number(readFileSync(countPath, "utf8")),
  };
}

/** @param {ReturnType<typeof usage>} before @param {ReturnType<typeof usage>} after */
function difference(before, after) {
  return {
    seconds: (after.atMs - before.atMs) / 1000,
    cpuSeconds: after.cpuSeconds - before.cpuSeconds,
    statements: after.statements - before.statements,
  };
}
