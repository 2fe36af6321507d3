import { CONFIGURATION_VERSION, claimRun, finishRun, recordCheckpoint, registerTrainer } from "@maskyard/store";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { QueueSweeper } from "../../domain/run/QueueSweeper.ts";
import { countStatements } from "../../testing/countStatements.ts";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let projectId: string;
let datasetId: string;

beforeAll(async () => {
  api = await startTestApi();
  projectId = await api.project();
  owner = await api.person({ projectId });
  ({ datasetId } = await api.importZip(owner, await makeCocoZip({ images: 6 }), { dataset: "six" }));
});
afterAll(async () => {
  await api?.close();
});
beforeEach(async () => {
  await api.services.prisma.run.deleteMany();
});

const FIELDS =
  "id name number status attempt priority requiredLabels requiredMemoryMib waitsFor configuration seed archived favourite tags notes clonedFrom { id } snapshot { id }";

/** The result member of a mutation that gives runs. */
async function change(name: string, inputType: string, input: Record<string, unknown>, person = owner) {
  const { data, errors } = await api.graph(
    person,
    `mutation ($input: ${inputType}!) { ${name}(input: $input) { __typename ... on Error { message } ... on ${name.charAt(0).toUpperCase()}${name.slice(1)}Success { data ${name === "deleteRuns" ? "" : `{ ${FIELDS} }`} } } }`,
    { input },
  );
  expect(errors).toEqual([]);
  return data[name];
}

const launch = async (input: Record<string, unknown> = {}) =>
  (await change("launchRun", "LaunchRunInput", { datasetId, recipe: "MININET", preset: "demo", ...input })).data;

async function trainer(labels: string[] = []) {
  const introduction = {
    name: "t",
    host: "h",
    device: "CPU",
    engineVersion: "1",
    version: "1",
    labels,
    memoryMib: 8_000,
  };
  return (await registerTrainer(api.services.pool, introduction)).trainerId;
}

async function claimed(leaseSeconds = 60) {
  const run = await claimRun(api.services.pool, { trainerId: await trainer(), leaseSeconds });
  if (run === null) {
    throw new Error("expected a queued run");
  }
  return run;
}

test("a launch says how urgent it is and what its trainer must have, and why it waits", async () => {
  const run = await launch({ priority: 7, requiredLabels: ["gpu"], requiredMemoryMib: 16_000 });
  expect(run).toMatchObject({ priority: 7, requiredLabels: ["gpu"], requiredMemoryMib: 16_000 });
  expect(run.waitsFor).toMatch(/^No (trainer is running|running trainer has the label gpu)\.$/);
  await trainer(["gpu"]);
  const read = async () =>
    (await api.graph(owner, "query ($id: ID!) { run(id: $id) { waitsFor } }", { id: run.id })).data.run.waitsFor;
  expect(await read()).toBe("No running trainer with these labels has 16000 MiB of memory.");
  expect(
    await change("launchRun", "LaunchRunInput", { datasetId, recipe: "MININET", requiredLabels: ["Big GPU"] }),
  ).toMatchObject({
    __typename: "InvalidInputError",
    message: expect.stringMatching(/small letters/),
  });
});

test("the trainers' list tells those that live from those that are gone, by the database's clock", async () => {
  const trainerId = await trainer();
  const gone = await trainer();
  await api.services.pool.query("UPDATE trainer SET last_seen_at = last_seen_at - interval '31 s' WHERE id = $1", [
    gone,
  ]);
  const read = async () => {
    const { data, errors } = await api.graph(owner, "{ trainers { id alive configurationVersion } }");
    expect(errors).toEqual([]);
    const ids = [trainerId, gone].map((id) => encodeGlobalId("Trainer", id));
    return ids.map((id) => data.trainers.find((one: { id: string }) => one.id === id));
  };
  const seen = [
    { alive: true, configurationVersion: CONFIGURATION_VERSION },
    { alive: false, configurationVersion: CONFIGURATION_VERSION },
  ];
  expect(await read()).toMatchObject(seen);
  const realNow = Date.now;
  Date.now = () => realNow() + 90_000_000; // the API's own clock is wrong by more than a day
  try {
    expect(await read()).toMatchObject(seen);
  } finally {
    Date.now = realNow;
  }
});

test("a paused queue holds runs back, and those of other projects go on", async () => {
  const pause = (paused: boolean) =>
    api.graph(
      owner,
      "mutation ($input: SetQueuePausedInput!) { setQueuePaused(input: $input) { ... on SetQueuePausedSuccess { data { queuePaused } } } }",
      {
        input: { projectId: encodeGlobalId("Project", projectId), paused },
      },
    );
  const run = await launch();
  expect((await pause(true)).data.setQueuePaused.data).toEqual({ queuePaused: true });
  const trainerId = await trainer();
  expect(await claimRun(api.services.pool, { trainerId, leaseSeconds: 60 })).toBeNull();
  expect((await pause(false)).data.setQueuePaused.data).toEqual({ queuePaused: false });
  expect((await claimRun(api.services.pool, { trainerId, leaseSeconds: 60 }))?.number).toBe(run.number);
});

test("a failed run is retried where it stood; one that trains or has succeeded is not", async () => {
  const run = await launch();
  const lease = await claimed();
  const blob = { sha256: "a".repeat(64), bytes: 1, mediaType: "application/octet-stream" };
  await recordCheckpoint(api.services.pool, null, { ...lease, step: 5, epoch: 1, blob, formatVersion: 1, metrics: {} });
  expect(await change("retryRun", "RetryRunInput", { id: run.id })).toMatchObject({ __typename: "ConflictError" });
  await finishRun(api.services.pool, { ...lease, status: "FAILED", failureReason: "why" });
  expect((await change("retryRun", "RetryRunInput", { id: run.id })).data).toMatchObject({
    status: "QUEUED",
    attempt: 0,
  });
  const again = await claimed();
  expect(again.checkpoints.map(({ step }) => step)).toEqual([5]);
  await finishRun(api.services.pool, { ...again, status: "SUCCEEDED" });
  expect(await change("retryRun", "RetryRunInput", { id: run.id })).toMatchObject({
    message: expect.stringMatching(/this one is succeeded\. Clone it/),
  });
});

test("a clone has the snapshot and the settings of its run, but for those changed", async () => {
  const run = await launch({ configuration: { epochs: 2 }, seed: 5, requiredLabels: ["gpu"] });
  const { data: clone } = await change("cloneRun", "CloneRunInput", {
    id: run.id,
    configuration: { learningRate: 0.5 },
  });
  expect(clone).toMatchObject({
    status: "QUEUED",
    seed: 5,
    requiredLabels: ["gpu"],
    clonedFrom: { id: run.id },
    snapshot: run.snapshot,
    configuration: { ...run.configuration, learningRate: 0.5 },
  });
  expect(clone.name).toBe(`${run.name} (clone of #${run.number})`);
  expect(await change("cloneRun", "CloneRunInput", { id: run.id, configuration: { epoch: 5 } })).toMatchObject({
    __typename: "InvalidInputError",
    message: expect.stringMatching(/did you mean epochs/),
  });
});

test("notes, tags, priority, archive and favourites change for all runs named, or for none", async () => {
  const [a, b] = [await launch(), await launch()];
  const ids = [a.id, b.id];
  const { data } = await change("updateRuns", "UpdateRunsInput", {
    ids,
    addTags: ["x", "y"],
    notes: "n",
    priority: 3,
    favourite: true,
  });
  expect(data).toMatchObject([
    { tags: ["x", "y"], notes: "n", priority: 3, favourite: true },
    { tags: ["x", "y"], notes: "n", priority: 3, favourite: true },
  ]);
  await change("updateRuns", "UpdateRunsInput", {
    ids: [a.id],
    addTags: ["z", "x"],
    removeTags: ["y"],
    archived: true,
  });
  const list = async (archived: boolean) =>
    (
      await api.graph(
        owner,
        "query ($archived: Boolean) { runs(archived: $archived) { edges { node { id tags } } } }",
        { archived },
      )
    ).data.runs.edges.map((edge: { node: unknown }) => edge.node);
  expect(await list(false)).toEqual([{ id: b.id, tags: ["x", "y"] }]);
  expect(await list(true)).toEqual([{ id: a.id, tags: ["x", "z"] }]);
  // A viewer has favourites of its own, and changes nothing else.
  const viewer = await api.person({ projectId, role: "VIEWER" });
  const marked = await change("updateRuns", "UpdateRunsInput", { ids: [b.id], favourite: false }, viewer);
  expect(marked.data).toMatchObject([{ favourite: false }]);
  expect(
    await change("updateRuns", "UpdateRunsInput", { ids: [b.id], favourite: true, notes: "v" }, viewer),
  ).toMatchObject({
    __typename: "ForbiddenError",
  });
  const { data: own } = await api.graph(owner, "query ($id: ID!) { run(id: $id) { favourite notes } }", { id: b.id });
  expect(own.run).toEqual({ favourite: true, notes: "n" });
});

test("runs that have ended are deleted; one that waits keeps all of them", async () => {
  const ended = await launch();
  await finishRun(api.services.pool, { ...(await claimed()), status: "SUCCEEDED" });
  const waiting = await launch();
  expect(await change("deleteRuns", "DeleteRunsInput", { ids: [ended.id, waiting.id] })).toMatchObject({
    __typename: "ConflictError",
    message: expect.stringMatching(/is queued. Cancel it first/),
  });
  expect(await api.services.prisma.run.count()).toBe(2);
  expect((await change("deleteRuns", "DeleteRunsInput", { ids: [ended.id] })).data).toEqual([ended.id]);
  expect(await api.services.prisma.run.count()).toBe(1);
});

test("the server takes a run from a lost trainer though no other trainer lives, but gives the living time after an outage", async () => {
  const run = await launch();
  const lease = await claimed(0);
  const sweeper = new QueueSweeper(api.services.pool, api.services.logger);
  const status = async () => (await api.services.prisma.run.findUniqueOrThrow({ where: { id: lease.runId } })).status;
  for (let round = 0; round < 3; round++) {
    await sweeper.sweep();
    expect(await status()).toBe("RUNNING");
  }
  await sweeper.sweep();
  expect(await status()).toBe("QUEUED");
  const read = await api.graph(owner, "query ($id: ID!) { run(id: $id) { waitsFor } }", { id: run.id });
  expect(read.data.run.waitsFor).toMatch(/^The next attempt starts in \d s\.$/);
});

test("a trainer that gives no sign any more is noticed within 45 s, and not within a heartbeat or two", async () => {
  await launch();
  const lease = await claimed(30); // as trainers claim, unless told otherwise
  const sweeper = new QueueSweeper(api.services.pool, api.services.logger);
  for (let round = 0; round < 3; round++) await sweeper.sweep();
  const passes = async (seconds: number) => {
    await api.services.pool.query("UPDATE job SET lease_expires_at = lease_expires_at - make_interval(secs => $1)", [
      seconds,
    ]);
    await api.services.pool.query("UPDATE trainer SET last_seen_at = last_seen_at - make_interval(secs => $1)", [
      seconds,
    ]);
    await sweeper.sweep();
    const { status, job } = await api.services.prisma.run.findUniqueOrThrow({
      where: { id: lease.runId },
      include: { job: true },
    });
    const trainerId = job?.trainerId;
    const { data } = await api.graph(owner, "{ trainers { alive } }");
    return { status, trainerId, alive: data.trainers[0].alive };
  };
  expect(await passes(25)).toMatchObject({ status: "RUNNING", alive: true });
  // 40 s after its last sign; the sweep itself comes every 5.
  expect(await passes(15)).toEqual({ status: "QUEUED", trainerId: null, alive: false });
});

test("a page of runs with what their jobs say takes as many statements for five as for one", async () => {
  for (let index = 0; index < 5; index++) await launch({ priority: index });
  for (let index = 0; index < 5; index++) await claimed();
  const query = `query ($first: Int) { runs(first: $first) { totalCount edges { node {
    name status attempt maxAttempts priority requiredLabels requiredMemoryMib cancelRequested provenance localDifference trainer { name } } } }
    trainers { name currentRuns { number attempt } } }`;
  const take = (first: number) =>
    countStatements(async () => {
      const { errors, data } = await api.graph(owner, query, { first });
      expect(errors).toEqual([]);
      expect(data.runs.edges).toHaveLength(first);
      for (const { node } of data.runs.edges) {
        expect(node).toMatchObject({ status: "RUNNING", attempt: 1, maxAttempts: 3, trainer: { name: "t" } });
      }
      const current = data.trainers.flatMap((one: { currentRuns: unknown[] }) => one.currentRuns);
      expect(current).toHaveLength(5);
    });
  const [one, five] = [await take(1), await take(5)];
  expect(five.length).toBe(one.length);
  expect(five.length).toBeLessThanOrEqual(14);
});
