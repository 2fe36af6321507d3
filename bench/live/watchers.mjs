// The watchers' process of bench/live.mjs: WebSocket clients that ask for what a run's page asks for, and keep the curves as it does.
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { nowMs, valueAt } from "./curve.mjs";

const SUBSCRIPTION = `subscription ($id: ID!) { runEvents(runId: $id) {
  kind missed
  run { id status cancelRequested step totalSteps epoch totalEpochs bestValue attempt startedAt finishedAt failureReason
    trainer { id name } resumes { step at } }
  points { name steps values timesMs }
  logLines { index at level text }
} }`;
const SERIES = "query ($id: ID!) { run(id: $id) { series(points: 1000000) { name steps values } } }";

/** @type {any} */
let settings;
/** @type {{ curves: Map<string, Map<number, number>>, arrivedMs: number[] }[]} */
let watchers = [];
let [missed, events] = [0, 0];

process.on("message", async (/** @type {any} */ { kind, value }) => {
  if (kind === "settings") settings = value;
  if (kind === "watch") {
    watchers = await Promise.all(Array.from({ length: settings.count }, watch));
    process.send?.("watching");
  }
  if (kind === "finish") process.send?.(await finish(value));
});

/** Resolves once the first event is there. */
function watch() {
  const watcher = { curves: new Map(), arrivedMs: /** @type {number[]} */ ([]) };
  const client = createClient({
    url: `${settings.origin.replace("http", "ws")}/graphql`,
    webSocketImpl: class extends WebSocket {
      constructor(/** @type {string} */ url, /** @type {string} */ protocol) {
        super(url, protocol, { headers: settings.headers });
      }
    },
  });
  return new Promise((/** @type {(watcher: any) => void} */ resolve, reject) => {
    client.subscribe(
      {
        query: process.env.BENCH_NO_MISSED ? SUBSCRIPTION.replace("missed", "") : SUBSCRIPTION,
        variables: { id: settings.runId },
      },
      {
        next({ data, errors }) {
          if (errors) return reject(new Error(JSON.stringify(errors)));
          resolve(watcher);
          void take(watcher, /** @type {any} */ (data).runEvents);
        },
        error: (error) => reject(new Error(JSON.stringify(error))),
        complete: () => reject(new Error("the subscription ended")),
      },
    );
  });
}

/** @param {typeof watchers[number]} watcher @param {any} event */
async function take(watcher, event) {
  events += 1;
  const ms = nowMs();
  for (const { name, steps, values } of event.points) {
    const curve = watcher.curves.get(name) ?? new Map();
    watcher.curves.set(name, curve);
    for (const [index, step] of steps.entries()) {
      if (name === settings.names[0]) watcher.arrivedMs[step] ??= ms;
      curve.set(step, values[index]);
    }
  }
  if (!event.missed) return;
  missed += 1;
  const response = await fetch(`${settings.origin}/graphql`, {
    method: "POST",
    headers: { ...settings.headers, "content-type": "application/json" },
    body: JSON.stringify({ query: SERIES, variables: { id: settings.runId } }),
  });
  const { data } = /** @type {any} */ (await response.json());
  await take(watcher, { points: data.run.series });
}

/** @param {number[]} committedMs of each step */
async function finish(committedMs) {
  const endMs = nowMs() + 60_000;
  while (nowMs() < endMs && !watchers.every(isComplete)) await new Promise((resolve) => setTimeout(resolve, 20));
  const arrivals = watchers.flatMap(({ arrivedMs }) =>
    arrivedMs.map((ms, step) => Math.max(0, ms - /** @type {number} */ (committedMs[step]))),
  );
  return { arrivals, complete: watchers.filter(isComplete).length, missed, events };
}

/** @param {typeof watchers[number]} watcher */
function isComplete({ curves }) {
  return settings.names.every((/** @type {string} */ name, /** @type {number} */ index) => {
    const curve = curves.get(name);
    if (curve === undefined || curve.size !== settings.steps) return false;
    for (const [step, value] of curve) if (value !== valueAt(index, step)) return false;
    return true;
  });
}
