import {
  appendPoints,
  CONFIGURATION_VERSION,
  claimRun,
  finishRun,
  recordEvaluation,
  recordProgress,
} from "@maskyard/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let datasetId: string;
let trainerId: string;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  ({ datasetId } = await api.importZip(owner, await makeCocoZip({ images: 10 }), { dataset: "ten" }));
  const trainer = await api.services.prisma.trainer.create({
    data: {
      name: "t",
      host: "h",
      device: "cpu",
      engineVersion: "1",
      version: "1",
      configurationVersion: CONFIGURATION_VERSION,
    },
  });
  trainerId = trainer.id;
});

afterAll(async () => {
  await api?.close();
});

const SWEEP = `id number name method status seeds seed metric goal rungs rungUnit reductionFactor dimensions bestValue
  counts { runs queued running succeeded stoppedEarly failed cancelled points pointsDone } bestRun { name }
  points { number values count mean deviation min max runIds runNumbers runValues runsStopped }
  runs(first: 100) { totalCount edges { node { id number name group seed status configuration sweepPoint sweepValue sweepStop { rung rungs step value needed } sweep { number } snapshot { id } } } }`;

const mutate = async (
  name: string,
  inputType: string,
  input: Record<string, unknown>,
  selection = `data { ${SWEEP} }`,
) => {
  const { data, errors } = await api.graph(
    owner,
    `mutation ($input: ${inputType}!) { ${name}(input: $input) { __typename ... on Error { message } ... on InvalidInputError { field }
      ... on ${name[0]?.toUpperCase()}${name.slice(1)}Success { ${selection} } } }`,
    { input },
  );
  expect(errors).toEqual([]);
  return data[name];
};

const create = (input: Record<string, unknown>, launch: Record<string, unknown> = {}) =>
  mutate("createSweep", "CreateSweepInput", {
    launch: {
      datasetId,
      recipe: "MININET",
      preset: "demo",
      configuration: { epochs: 9, evaluateEveryEpochs: 1 },
      ...launch,
    },
    method: "GRID",
    dimensions: [{ setting: "learningRate", values: [0.01, 0.1] }],
    ...input,
  });

const read = async (id: string) => {
  const { data, errors } = await api.graph(owner, `query ($id: ID!) { sweep(id: $id) { ${SWEEP} } }`, { id });
  expect(errors).toEqual([]);
  return data.sweep;
};

interface Node {
  readonly name: string;
  readonly [field: string]: unknown;
}
const nodesOf = (sweep: { runs: { edges: { node: Node }[] } }) => sweep.runs.edges.map(({ node }) => node);
const snapshotsOf = (sweep: Parameters<typeof nodesOf>[0]) =>
  nodesOf(sweep).map(({ snapshot }) => (snapshot as { id: string }).id);
const claim = async () => {
  const run = await claimRun(api.services.pool, { trainerId, leaseSeconds: 60 });
  if (!run) throw new Error("expected a queued run");
  return run;
};

test("a grid with seeds is a group of runs a point, all on one snapshot, and its points sum up what its runs have", async () => {
  const { data: sweep } = await create(
    { name: "rates", seeds: [5, 6], metric: "val/loss", goal: "MINIMIZE" },
    { priority: 3, requiredLabels: ["here"] },
  );
  expect(sweep).toMatchObject({
    number: 1,
    status: "RUNNING",
    method: "GRID",
    seeds: [5, 6],
    counts: { runs: 4, queued: 4, points: 2, pointsDone: 0 },
    bestRun: null,
    bestValue: null,
    dimensions: [{ setting: "learningRate", values: [0.01, 0.1] }],
    rungs: [],
  });
  const nodes = nodesOf(sweep);
  expect(nodes.map(({ name, group, seed, sweepPoint }) => [name, group, seed, sweepPoint])).toEqual([
    ["rates 1, seed 5", "sweep 1, point 1", 5, 1],
    ["rates 1, seed 6", "sweep 1, point 1", 6, 1],
    ["rates 2, seed 5", "sweep 1, point 2", 5, 2],
    ["rates 2, seed 6", "sweep 1, point 2", 6, 2],
  ]);
  expect(nodes.map(({ configuration }) => (configuration as { learningRate: number }).learningRate)).toEqual([
    0.01, 0.01, 0.1, 0.1,
  ]);
  expect(new Set(snapshotsOf(sweep)).size).toBe(1);
  const rows = await api.services.prisma.run.findMany({ orderBy: { id: "asc" }, include: { job: true } });
  expect(rows.map(({ job, number }) => [job?.priority, job?.requiredLabels, number])).toEqual(
    [1, 2, 3, 4].map((number) => [3, ["here"], number]),
  );

  await api.services.prisma.trainer.update({ where: { id: trainerId }, data: { labels: ["here"] } });
  for (const values of [
    [4, 2],
    [8, 6],
    [3, Number.NaN],
  ]) {
    const run = await claim();
    const points = values.map((value, index) => ({ series: "val/loss", step: index + 1, value }));
    await appendPoints(api.services.pool, { ...run, points });
    await finishRun(api.services.pool, { ...run, status: "SUCCEEDED" });
  }
  const ran = await read(sweep.id);
  expect(ran).toMatchObject({
    counts: { runs: 4, queued: 1, succeeded: 3, stoppedEarly: 0, points: 2, pointsDone: 1 },
    bestValue: 2,
    bestRun: { name: "rates 1, seed 5" },
  });
  // Two runs of best values 2 and 6: mean 4, sample deviation √8; then one run with 3.
  expect(ran.points).toMatchObject([
    { number: 1, values: { learningRate: 0.01 }, count: 2, mean: 4, deviation: Math.sqrt(8), min: 2, max: 6 },
    { number: 2, values: { learningRate: 0.1 }, count: 1, mean: 3, deviation: null, min: 3, max: 3 },
  ]);
  expect(ran.points).toMatchObject([
    { runNumbers: [1, 2], runValues: [2, 6], runsStopped: [false, false] },
    { runNumbers: [3, 4], runValues: [3, null], runsStopped: [false, false] },
  ]);
  const page = async (after: string | null) => {
    const { data, errors } = await api.graph(
      owner,
      `query ($id: ID!, $after: String) { sweep(id: $id) { runs(first: 2, after: $after, order: BEST) {
        totalCount pageInfo { hasNextPage endCursor } edges { node { name sweepValue } } } } }`,
      { id: sweep.id, after },
    );
    expect(errors).toEqual([]);
    return data.sweep.runs;
  };
  const best = await page(null);
  expect(best).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
  const rest = await page(best.pageInfo.endCursor);
  expect([...best.edges, ...rest.edges].map(({ node }) => node.sweepValue)).toEqual([2, 3, 6, null]);
  expect(nodesOf(ran).map(({ sweepValue }) => sweepValue)).toEqual([2, 6, 3, null]);
  const last = await claim();
  await finishRun(api.services.pool, { ...last, status: "FAILED", failureReason: "x" });
  expect(await read(sweep.id)).toMatchObject({ status: "FINISHED", counts: { failed: 1, pointsDone: 2 } });
});

test("a wrong setting, value or limit is refused by its name, and nothing is queued or frozen", async () => {
  const before = [await api.services.prisma.run.count(), await api.services.prisma.sweep.count()];
  const refused = await create({ dimensions: [{ setting: "learnRate", values: [1] }] });
  expect(refused).toEqual({
    __typename: "InvalidInputError",
    field: "dimensions.0",
    message: 'There is no setting "learnRate"; did you mean learningRate?',
  });
  expect(await create({ maxRuns: 1 })).toMatchObject({ field: "maxRuns" });
  expect(await create({}, { configuration: { epoch: 1 } })).toMatchObject({ field: "launch.configuration.epoch" });
  expect(await create({ seeds: [1], seedCount: 2 })).toMatchObject({ field: "seedCount" });
  expect(await create({ seedCount: 2 }, { seed: 2 ** 31 - 1 })).toMatchObject({ field: "seedCount" });
  expect(await create({ seeds: [1, 1] })).toMatchObject({ message: "A seed is named twice." });
  expect(await create({ method: "ASHA", maxRuns: 4, metric: "loss" })).toMatchObject({ field: "metric" });
  expect([await api.services.prisma.run.count(), await api.services.prisma.sweep.count()]).toEqual(before);
});

test("a sweep on frozen data trains on the snapshot of an earlier run, whatever became of the dataset", async () => {
  const { data: earlier } = await create({ maxRuns: 2 });
  const [snapshotId] = snapshotsOf(earlier);
  const { data } = await api.graph(
    owner,
    "query ($id: ID!) { dataset(id: $id) { images(first: 1) { edges { node { annotations { id } } } } } }",
    { id: datasetId },
  );
  await api.graph(
    owner,
    "mutation ($id: ID!) { deleteAnnotation(input: {id: $id, expectedRevision: 1}) { __typename } }",
    { id: data.dataset.images.edges[0].node.annotations[0].id },
  );
  const snapshots = await api.services.prisma.snapshot.count();
  const { data: again } = await create({}, { datasetId: null, snapshotId });
  expect(snapshotsOf(again)).toEqual([snapshotId, snapshotId]);
  expect(await api.services.prisma.snapshot.count()).toBe(snapshots);
  const { data: anew } = await create({});
  expect(snapshotsOf(anew)).not.toContain(snapshotId);
  for (const { id } of [earlier, again, anew]) await mutate("stopSweep", "SweepInput", { id }, "data { id }");
});

test("a sweep that halves says of each run it ended why, and counts it", async () => {
  const { data: sweep } = await create({
    method: "ASHA",
    maxRuns: 6,
    dimensions: [{ setting: "learningRate", min: 0.001, max: 0.1, scale: "LOG" }],
    halving: { reductionFactor: 3 },
  });
  expect(sweep).toMatchObject({
    method: "ASHA",
    rungs: [1, 3],
    rungUnit: "EPOCHS",
    reductionFactor: 3,
    metric: "val/segm/AP",
    dimensions: [{ setting: "learningRate", min: 0.001, max: 0.1, scale: "log", whole: false, step: null }],
    counts: { runs: 6, points: 6 },
  });
  const evaluate = async (AP: number) => {
    const run = await claim();
    await recordProgress(api.services.pool, { ...run, step: 8, epoch: 1, totalSteps: 72, totalEpochs: 9 });
    return recordEvaluation(api.services.pool, {
      ...run,
      step: 8,
      epochsDone: 1,
      subset: "val",
      metrics: { segm: { AP } },
      predictions: [],
    }).then(async ({ sweepStop }) => {
      if (sweepStop) await finishRun(api.services.pool, { ...run, status: "SUCCEEDED" });
    });
  };
  await evaluate(0.3);
  await evaluate(0.1);
  const ran = await read(sweep.id);
  expect(ran.counts).toMatchObject({ running: 1, succeeded: 1, stoppedEarly: 1, queued: 4 });
  expect(
    nodesOf(ran)
      .slice(0, 2)
      .map(({ status, sweepStop }) => [status, sweepStop]),
  ).toEqual([
    ["RUNNING", null],
    ["SUCCEEDED", { rung: 1, rungs: 2, step: 8, value: 0.1, needed: 0.3 }],
  ]);
  expect(ran.points.slice(0, 3).map(({ runsStopped }: { runsStopped: boolean[] }) => runsStopped)).toEqual([
    [false],
    [true],
    [false],
  ]);
  await mutate("stopSweep", "SweepInput", { id: sweep.id });
});

test("a sweep is paused, goes on, is stopped, and deleted without its runs", async () => {
  const { data: sweep } = await create({ seedCount: 2, atOnce: 1 }, { seed: 11 });
  expect(nodesOf(sweep).map(({ seed }) => seed)).toEqual([11, 12, 11, 12]);
  const pause = (paused: boolean) => mutate("setSweepPaused", "SetSweepPausedInput", { id: sweep.id, paused });
  expect((await pause(true)).data.status).toBe("PAUSED");
  expect(await claimRun(api.services.pool, { trainerId, leaseSeconds: 60 })).toBeNull();
  expect((await pause(false)).data.status).toBe("RUNNING");
  const run = await claim();
  expect(await claimRun(api.services.pool, { trainerId, leaseSeconds: 60 })).toBeNull();
  const remove = () => mutate("deleteSweep", "SweepInput", { id: sweep.id }, "data");
  expect(await remove()).toMatchObject({
    __typename: "ConflictError",
    message: "4 runs of the sweep have not ended. Stop the sweep first.",
  });
  const { data: stopped } = await mutate("stopSweep", "SweepInput", { id: sweep.id });
  expect(stopped).toMatchObject({ status: "STOPPED", counts: { running: 1, cancelled: 3 } });
  expect(await pause(false)).toMatchObject({ __typename: "ConflictError" });
  await finishRun(api.services.pool, { ...run, status: "CANCELLED" });
  expect((await remove()).data).toBe(sweep.id);
  const { data } = await api.graph(
    owner,
    `query ($group: String) { runs(group: $group) { edges { node { sweep { id } sweepPoint } } } }`,
    {
      group: `sweep ${sweep.number}, point 1`,
    },
  );
  expect(data.runs.edges).toHaveLength(2);
  expect(data.runs.edges[0].node.sweep).toBeNull();
});

test("sweeps are listed newest first, by dataset and text, and runs by their sweep", async () => {
  const { data: a } = await create({ name: "wide" });
  const { data: b } = await create({ name: "narrow", notes: "not wide" });
  const list = async (variables: Record<string, unknown>) => {
    const { data, errors } = await api.graph(
      owner,
      `query ($datasetId: ID, $search: String) { sweeps(first: 2, datasetId: $datasetId, search: $search) { totalCount edges { node { name } } } }`,
      variables,
    );
    expect(errors).toEqual([]);
    return data.sweeps.edges.map(({ node }: { node: Node }) => node.name);
  };
  expect(await list({})).toEqual(["narrow", "wide"]);
  expect(await list({ search: "WIDE", datasetId })).toEqual(["narrow", "wide"]);
  expect(await list({ search: "narrow" })).toEqual(["narrow"]);
  const { data, errors } = await api.graph(
    owner,
    "query ($sweepId: ID) { runs(sweepId: $sweepId) { edges { node { name sweep { id } } } } }",
    {
      sweepId: a.id,
    },
  );
  expect(errors).toEqual([]);
  expect(data.runs.edges.map(({ node }: { node: Node }) => node.name)).toEqual(["wide 2", "wide 1"]);
  expect(b.number).toBe(a.number + 1);
});
