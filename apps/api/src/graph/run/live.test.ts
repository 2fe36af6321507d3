import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import type { RunChange } from "../../domain/run/runChange.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";
import { type Subscription, subscribe } from "../../testing/subscribe.ts";

let api: TestApi;
let owner: TestPerson;
let projectId: string;
let socketUrl: string;

beforeAll(async () => {
  api = await startTestApi();
  projectId = await api.project();
  owner = await api.person({ projectId });
  socketUrl = `${(await api.listen()).replace("http", "ws")}/graphql`;
});

afterAll(async () => {
  await api?.close();
});

const EVENTS =
  "subscription ($runId: ID!) { runEvents(runId: $runId) { kind missed run { id status step } points { name steps values } } }";

async function newRun(): Promise<string> {
  const { data } = await api.graph(
    owner,
    "mutation ($input: CreateRunInput!) { createRun(input: $input) { ... on CreateRunSuccess { data { id } } } }",
    { input: { projectId: encodeGlobalId("Project", projectId), experiment: "live" } },
  );
  return data.createRun.data.id;
}

function rowId(globalId: string): string {
  return Buffer.from(globalId, "base64url").toString().split(":")[1] ?? "";
}

let batches = 0;
/** One batch of points, as a program logs it. */
async function log(runId: string, points: readonly { series: string; step: number; value: number }[]): Promise<void> {
  batches += 1;
  const outcome = await api.services.logWriter.log({
    runId: rowId(runId),
    userId: owner.userId,
    key: `batch ${batches}`,
    points: points.map((point) => ({ ...point, atMs: 1_700_000_000_000 })),
  });
  expect(outcome).toBe("written");
}

interface LiveEvent {
  kind: string;
  missed: boolean;
  points: { name: string; steps: number[]; values: number[] }[];
}

/** Reads events until the series has its last step; gives the steps as they came, and how many events that took. */
async function heardUntil(watcher: Subscription, last: number): Promise<{ steps: number[]; events: number }> {
  const steps: number[] = [];
  for (let events = 1; ; events += 1) {
    const { data, errors } = await watcher.next();
    expect(errors).toBeUndefined();
    const event = data?.runEvents as LiveEvent;
    expect(event.missed).toBe(false);
    for (const series of event.points) steps.push(...series.steps);
    if (steps.at(-1) === last) return { steps, events };
  }
}

/** The next change of points; what is told of the run's making may still come before it. */
async function nextMetrics(changes: AsyncIterator<RunChange>): Promise<RunChange> {
  for (;;) {
    const { value, done } = await changes.next();
    if (done) throw new Error("nextMetrics: expected a change, got the end");
    if (value.kind === "METRICS") return value;
  }
}

/** The same over a WebSocket. */
async function nextHeardMetrics(watcher: Subscription): Promise<LiveEvent> {
  for (;;) {
    const { data } = await watcher.next();
    const event = data?.runEvents as LiveEvent;
    if (event.kind === "METRICS") return event;
  }
}

test("three hundred commits come whole to every watcher, in few events", async () => {
  const runId = await newRun();
  const steps = Array.from({ length: 300 }, (_, index) => index + 1);
  await log(
    runId,
    steps.map((step) => ({ series: "loss", step, value: 1 / step })),
  );
  const watchers = await Promise.all(
    Array.from({ length: 4 }, () =>
      subscribe(socketUrl, { authorization: `Bearer ${owner.token}` }, EVENTS, { runId }),
    ),
  );
  for (const watcher of watchers) expect((await watcher.next()).data?.runEvents).toMatchObject({ kind: "STATUS" });
  const all = Promise.all(watchers.map((watcher) => heardUntil(watcher, 300)));
  // What is told of a program that logs value by value, without its waits for the disk.
  await api.services.pool.query(
    `SELECT pg_notify('run_event', json_build_object('runId', $1::text, 'kind', 'METRICS', 'fromStep', step, 'step', step,
       'series', json_build_array('loss'))::text) FROM generate_series(1, 300) AS step`,
    [rowId(runId)],
  );
  for (const heard of await all) {
    expect(heard.steps).toEqual(steps);
    expect(heard.events).toBeLessThan(30);
  }
  await Promise.all(watchers.map((watcher) => watcher.close()));
});

test("those who watch the same run are handed the same change, and so share what is read of it", async () => {
  const runId = await newRun();
  const before = api.services.events.subscriberCount;
  const watches = [1, 2, 3].map(() => api.services.runFeeds.watch(rowId(runId)));
  for (const watch of watches) expect((await watch.next()).value).toMatchObject({ kind: "STATUS" });
  expect(api.services.events.subscriberCount).toBe(before + 1);
  const next = Promise.all(watches.map(nextMetrics));
  await log(runId, [{ series: "loss", step: 1, value: 1 }]);
  const [first, ...others] = await next;
  for (const other of others) expect(other).toBe(first);
  for (const watch of watches) await watch.return?.();
  expect(api.services.events.subscriberCount).toBe(before);
});

test("who does not look for a while hears of everything at once, and of too much that it is to be read anew", async () => {
  const runId = await newRun();
  const changes = api.services.runFeeds.watch(rowId(runId));
  const first = nextMetrics(changes);
  await log(runId, [{ series: "loss", step: 1, value: 1 }]);
  expect((await first).steps).toEqual(new Map([["loss", { from: 1, to: 1 }]]));
  for (let step = 2; step <= 40; step += 1) await log(runId, [{ series: "loss", step, value: 1 }]);
  // What waits is bounded by the names there are: one change, however long nobody looks.
  let waiting = await nextMetrics(changes);
  while (waiting.steps.get("loss")?.to !== 40) waiting = await nextMetrics(changes);
  await changes.return?.();

  const watcher = await subscribe(socketUrl, { authorization: `Bearer ${owner.token}` }, EVENTS, { runId });
  await watcher.next();
  await log(
    runId,
    Array.from({ length: 10_001 }, (_, index) => ({ series: "many", step: index, value: 0 })),
  );
  expect(await nextHeardMetrics(watcher)).toMatchObject({ missed: true, points: [] });
  await watcher.close();
});

test("a member who was removed hears nothing more, though others go on", async () => {
  const runId = await newRun();
  const member = await api.person({ projectId, role: "VIEWER" });
  const watch = ({ token }: TestPerson) =>
    subscribe(socketUrl, { authorization: `Bearer ${token}` }, EVENTS, { runId });
  const [theirs, ours] = await Promise.all([watch(member), watch(owner)]);
  await theirs.next();
  await ours.next();
  await api.services.prisma.projectMember.deleteMany({ where: { userId: member.userId } });
  await log(runId, [{ series: "loss", step: 1, value: 1 }]);
  expect(await nextHeardMetrics(ours)).toMatchObject({ points: [{ name: "loss", steps: [1] }] });
  let answer = await theirs.next();
  // Of before the removal.
  while (answer.errors === undefined) {
    expect(answer.data?.runEvents).toMatchObject({ kind: "STATUS" });
    answer = await theirs.next();
  }
  expect(JSON.stringify(answer)).not.toContain("loss");
  await theirs.close();
  await ours.close();
});

test("who comes to the table of runs as the last one leaves it goes on hearing", async () => {
  const runId = await newRun();
  const table = async () => {
    const watcher = await subscribe(
      socketUrl,
      { authorization: `Bearer ${owner.token}` },
      "subscription { runsChanged { id } }",
    );
    await vi.waitFor(() => expect(api.services.events.subscriberCount).toBe(before + 1));
    return watcher;
  };
  const before = api.services.events.subscriberCount;
  const first = await table();
  await log(runId, [{ series: "loss", step: 1, value: 1 }]);
  expect((await first.next()).data).toEqual({ runsChanged: { id: runId } });
  await first.close();
  await vi.waitFor(() => expect(api.services.events.subscriberCount).toBe(before));
  const second = await table();
  // Longer than the first one's feed took to notice that it had ended.
  for (const step of [2, 3, 4]) {
    await log(runId, [{ series: "loss", step, value: 1 }]);
    expect((await second.next()).data).toEqual({ runsChanged: { id: runId } });
  }
  await second.close();
});
