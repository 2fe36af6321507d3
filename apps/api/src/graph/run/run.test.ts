import {
  appendLog,
  appendPoints,
  CONFIGURATION_VERSION,
  claimRun,
  finishRun,
  recordProgress,
  requestCancel,
} from "@maskyard/store";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";
import { subscribe } from "../../testing/subscribe.ts";

let api: TestApi;
let owner: TestPerson;
let stranger: TestPerson;
let datasetId: string;
let slug: string;
let socketUrl: string;

beforeAll(async () => {
  api = await startTestApi();
  const projectId = await api.project();
  ({ slug } = await api.services.prisma.project.findUniqueOrThrow({ where: { id: projectId } }));
  owner = await api.person({ projectId });
  stranger = await api.person({ projectId: await api.project() });
  ({ datasetId } = await api.importZip(owner, await makeCocoZip({ images: 10 }), { dataset: "ten" }));
  socketUrl = `${(await api.listen()).replace("http", "ws")}/graphql`;
});

afterAll(async () => {
  await api?.close();
});

const launch = async (input: Record<string, unknown>) => {
  const { data, errors } = await api.graph(
    owner,
    `mutation ($input: LaunchRunInput!) { launchRun(input: $input) { __typename ... on InvalidInputError { field } ... on Error { message code }
      ... on LaunchRunSuccess { data { id number name status preset seed url configuration snapshot { id hash imageCount split { id name counts { train val test } } } } } } }`,
    { input: { datasetId, recipe: "MININET", preset: "demo", ...input } },
  );
  expect(errors).toEqual([]);
  return data.launchRun;
};

const uuidOf = (globalId: string) => Buffer.from(globalId, "base64url").toString().split(":")[1] ?? "";

async function trainer(): Promise<string> {
  const row = await api.services.prisma.trainer.create({
    data: {
      name: "t",
      host: "h",
      device: "cpu",
      engineVersion: "1",
      version: "1",
      configurationVersion: CONFIGURATION_VERSION,
    },
  });
  return row.id;
}

describe("launching", () => {
  test("freezes the dataset, numbers the run and puts it into the queue", async () => {
    const { data } = await launch({ configuration: { epochs: 2, learningRate: 0.01 }, seed: 7 });
    expect(data).toMatchObject({ status: "QUEUED", preset: "demo", seed: 7, number: 1, url: `/p/${slug}/runs/1` });
    expect(data.configuration).toMatchObject({ epochs: 2, learningRate: 0.01, seed: 7, minSizePx: 240 });
    expect(data.snapshot).toMatchObject({ imageCount: 10, split: { counts: { train: 8, val: 2, test: 0 } } });
    const again = await launch({});
    expect(again.data).toMatchObject({ number: 2, snapshot: { id: data.snapshot.id, hash: data.snapshot.hash } });
  });

  test("answers also when nothing of the run is asked for", async () => {
    const { data, errors } = await api.graph(
      owner,
      `mutation ($input: LaunchRunInput!) { launchRun(input: $input) { __typename } }`,
      { input: { datasetId, recipe: "MININET", preset: "demo" } },
    );
    expect(errors).toEqual([]);
    expect(data.launchRun.__typename).toBe("LaunchRunSuccess");
  });

  test("a change of the dataset gives another snapshot", async () => {
    const before = await launch({});
    const { data } = await api.graph(
      owner,
      "query ($id: ID!) { dataset(id: $id) { images(first: 1) { edges { node { annotations { id } } } } } }",
      { id: datasetId },
    );
    const annotationId = data.dataset.images.edges[0].node.annotations[0].id;
    await api.graph(
      owner,
      "mutation ($id: ID!) { deleteAnnotation(input: {id: $id, expectedRevision: 1}) { __typename } }",
      { id: annotationId },
    );
    const after = await launch({});
    expect(after.data.snapshot.hash).not.toBe(before.data.snapshot.hash);
  });

  test.each([
    ["an unknown setting", { configuration: { epoch: 5 } }, "configuration.epoch", /did you mean epochs/],
    ["a wrong value", { configuration: { learningRate: "fast" } }, "configuration.learningRate", /learningRate/],
    ["an unknown preset", { preset: "demoo" }, "preset", /demo, scratch, original/],
    ["a recipe without weights", { recipe: "TRANSFER", preset: null }, "initialWeightsFileId", /needs initial weights/],
    ["a configuration that is no object", { configuration: [1] }, "configuration", /object/],
  ])("%s is refused", async (_what, input, field, message) => {
    const before = await api.services.prisma.run.count();
    expect(await launch(input)).toMatchObject({
      __typename: "InvalidInputError",
      field,
      message: expect.stringMatching(message),
    });
    expect(await api.services.prisma.run.count()).toBe(before);
  });

  test("everything that is wrong with a launch is said at once", async () => {
    const { data } = await api.graph(
      owner,
      `mutation ($input: LaunchRunInput!) { launchRun(input: $input) { __typename ... on InvalidInputError { field problems { field } } } }`,
      {
        input: {
          datasetId,
          recipe: "TRANSFER",
          name: "n".repeat(201),
          configuration: { epoch: 5, learningRate: "fast" },
        },
      },
    );
    expect(data.launchRun).toEqual({
      __typename: "InvalidInputError",
      field: "name",
      problems: [{ field: "name" }, { field: "configuration.epoch" }, { field: "configuration.learningRate" }],
    });
    const { data: second } = await api.graph(
      owner,
      `mutation ($input: LaunchRunInput!) { launchRun(input: $input) { ... on InvalidInputError { problems { field } } } }`,
      { input: { datasetId, recipe: "TRANSFER", configuration: { learningRate: "fast" } } },
    );
    const fields = second.launchRun.problems.map(({ field }: { field: string }) => field);
    expect(fields).toEqual(["configuration.learningRate", "initialWeightsFileId"]);
  });

  test("a snapshot is trained on as it is, and refused where it is foreign, has no subsets, or leaks", async () => {
    const freeze = async (splitId: string | null, from = datasetId): Promise<string> => {
      const { data } = await api.graph(
        owner,
        "mutation ($input: CreateSnapshotInput!) { createSnapshot(input: $input) { ... on CreateSnapshotSuccess { data { id } } } }",
        { input: { datasetId: from, splitId } },
      );
      return data.createSnapshot.data.id;
    };
    const { data: run } = await launch({});
    const snapshotId = run.snapshot.id;
    expect((await launch({ snapshotId })).data.snapshot.id).toBe(snapshotId);
    expect((await launch({ datasetId: null, snapshotId })).data.snapshot.id).toBe(snapshotId);
    expect(await launch({ snapshotId, splitId: run.snapshot.split.id })).toMatchObject({ field: "splitId" });
    expect(await launch({ datasetId: null })).toMatchObject({
      field: "datasetId",
      message: expect.stringMatching(/a dataset or one of its snapshots/),
    });
    const whole = await freeze(null);
    expect(await launch({ snapshotId: whole })).toMatchObject({
      field: "snapshotId",
      message: expect.stringMatching(/frozen without a split/),
    });
    const other = await api.importZip(owner, await makeCocoZip({ images: 4 }), { dataset: "another" });
    expect(await launch({ datasetId: other.datasetId, snapshotId })).toMatchObject({ field: "snapshotId" });
    const { data } = await api.graph(
      stranger,
      `mutation ($id: ID!) { launchRun(input: { snapshotId: $id, recipe: MININET }) { __typename ... on Error { code } } }`,
      { id: snapshotId },
    );
    expect(data.launchRun).toMatchObject({ __typename: "NotFoundError" });

    // What was frozen apart leaks once somebody says that the images belong together.
    const images = await api.services.prisma.image.findMany({ where: { datasetId: uuidOf(datasetId) } });
    await api.services.prisma.image.updateMany({
      where: { id: { in: images.map(({ id }) => id) } },
      data: { captureGroup: "one visit" },
    });
    expect(await launch({ snapshotId })).toMatchObject({
      field: "allowLeakage",
      message: expect.stringMatching(/^The snapshot [0-9a-f]{12} leaks: 2 held-out images/),
    });
    expect((await launch({ snapshotId, allowLeakage: true })).data.status).toBe("QUEUED");
    await api.services.prisma.image.updateMany({
      where: { datasetId: uuidOf(datasetId) },
      data: { captureGroup: null },
    });
  });

  test("a dataset without annotations is refused", async () => {
    const bare = await api.importZip(owner, await makeCocoZip({ images: 4, annotationsPerImage: 0 }), {
      dataset: "bare",
    });
    expect(await launch({ datasetId: bare.datasetId })).toMatchObject({
      __typename: "InvalidInputError",
      field: "datasetId",
      message: expect.stringMatching(/no annotations/),
    });
  });

  test("an empty dataset and a split without validation images are refused", async () => {
    const empty = await api.graph(
      owner,
      `mutation { createDataset(input: {name: "empty"}) { ... on CreateDatasetSuccess { data { id } } } }`,
    );
    expect((await launch({ datasetId: empty.data.createDataset.data.id })).message).toMatch(/no images/);
    const split = await api.graph(
      owner,
      `mutation ($datasetId: ID!) { createSplit(input: {datasetId: $datasetId, name: "all", strategy: RANDOM, train: 1, val: 0}) { __typename ... on CreateSplitSuccess { data { id counts { train val } } } } }`,
      { datasetId },
    );
    expect(split.data.createSplit.data.counts).toEqual({ train: 10, val: 0 });
    expect(await launch({ splitId: split.data.createSplit.data.id })).toMatchObject({
      field: "splitId",
      message: expect.stringMatching(/validate/),
    });
  });
});

describe("splits", () => {
  const make = async (input: Record<string, unknown>) =>
    (
      await api.graph(
        owner,
        `mutation ($input: CreateSplitInput!) { createSplit(input: $input) { __typename ... on Error { message } ... on CreateSplitSuccess { data { name seed counts { train val test } perClass { category { name } train val test } } } } }`,
        { input: { datasetId, ...input } },
      )
    ).data.createSplit;

  test("random and stratified, with the rest as test", async () => {
    expect((await make({ name: "r", strategy: "RANDOM", train: 0.6, val: 0.2, seed: 3 })).data).toMatchObject({
      seed: 3,
      counts: { train: 6, val: 2, test: 2 },
    });
    const stratified = (await make({ name: "s", strategy: "STRATIFIED", train: 0.5, val: 0.5 })).data;
    expect(stratified.counts).toEqual({ train: 5, val: 5, test: 0 });
    expect(stratified.perClass.map((one: { category: { name: string } }) => one.category.name)).toEqual([
      "car",
      "sign",
    ]);
  });

  test("a name twice, shares over the whole, and files without subsets are told", async () => {
    expect(await make({ name: "r", strategy: "RANDOM" })).toMatchObject({ __typename: "ConflictError" });
    expect(await make({ name: "x", strategy: "RANDOM", train: 0.9, val: 0.9 })).toMatchObject({
      __typename: "InvalidInputError",
    });
    expect(await make({ name: "x", strategy: "FROM_FILES" })).toMatchObject({
      message: expect.stringMatching(/named no subsets/),
    });
  });
});

describe("watching", () => {
  const bearer = () => ({ authorization: `Bearer ${owner.token}` });
  const runEvents = `subscription ($runId: ID!) { runEvents(runId: $runId) { kind run { status step } points { name steps values timesMs } logLines { index text } } }`;

  test("a run's events come with what was committed, and its series and log can be read", async () => {
    const { data } = await launch({});
    const runId = uuidOf(data.id);
    const others = { id: { not: runId }, status: "QUEUED" } as const;
    for (const other of await api.services.prisma.run.findMany({ where: others })) {
      await requestCancel(api.services.pool, { runId: other.id });
    }
    const events = await subscribe(socketUrl, bearer(), runEvents, { runId: data.id });
    const event = async () => (await events.next()).data?.runEvents;
    expect(await event()).toMatchObject({ kind: "STATUS", run: { status: "QUEUED" } });

    const { pool } = api.services;
    const claimed = await claimRun(pool, { trainerId: await trainer(), leaseSeconds: 60 });
    if (claimed === null) {
      throw new Error("expected a run to claim");
    }
    const lease = { runId: claimed.runId, jobId: claimed.jobId, fencingToken: claimed.fencingToken };
    expect(lease.runId).toBe(runId);
    expect(await event()).toMatchObject({ kind: "STATUS", run: { status: "RUNNING" } });

    await appendPoints(pool, {
      ...lease,
      points: [1, 2, 3].map((step) => ({ series: "loss", step, value: 1 / step, atMs: 1_700_000_000_000 + step })),
    });
    expect(await event()).toEqual({
      kind: "METRICS",
      run: { status: "RUNNING", step: 0 },
      points: [
        {
          name: "loss",
          steps: [1, 2, 3],
          values: [1, 0.5, 1 / 3],
          timesMs: [1_700_000_000_001, 1_700_000_000_002, 1_700_000_000_003],
        },
      ],
      logLines: [],
    });
    await appendPoints(pool, { ...lease, points: [{ series: "loss", step: 4, value: Number.NaN }] });
    expect(await event()).toMatchObject({ points: [{ name: "loss", steps: [4], values: [null] }] });

    await appendLog(pool, { ...lease, lines: [{ level: "info", text: "hello" }] });
    expect(await event()).toMatchObject({ kind: "LOG", logLines: [{ index: 0, text: "hello" }] });

    await recordProgress(pool, {
      ...lease,
      step: 4,
      totalSteps: 10,
      epoch: 1,
      totalEpochs: 2,
      stepsPerEpoch: 5,
      resumedFromStep: 2,
    });
    await finishRun(pool, { ...lease, status: "SUCCEEDED" });
    let last = (await event()) as { kind: string; run: { status: string } };
    while (last.run.status !== "SUCCEEDED") {
      last = (await event()) as typeof last;
    }
    await events.close();

    const read = await api.graph(
      owner,
      'query ($id: ID!) { run(id: $id) { status step totalSteps series(names: ["loss"], points: 100) { name total lastStep reduced steps values minValues } rounded: series(names: ["loss"], points: 2, digits: 3) { values minValues maxValues } metrics { name points lastStep last min max } stepsPerEpoch resumes { step at } log { total lines { text level } } trainer { alive } } }',
      { id: data.id },
    );
    expect(read.data.run).toMatchObject({
      status: "SUCCEEDED",
      step: 4,
      totalSteps: 10,
      series: [{ name: "loss", total: 4, lastStep: 4, reduced: false, steps: [1, 2, 3, 4], minValues: null }],
      log: { total: 1, lines: [{ text: "hello", level: "info" }] },
      trainer: { alive: true },
      rounded: [{ values: [0.5, null], minValues: [0.5, 0.333], maxValues: [1, 0.333] }],
      metrics: [{ name: "loss", points: 4, lastStep: 4, last: null, max: 1 }],
      stepsPerEpoch: 5,
      resumes: [{ step: 2, at: expect.any(String) }],
    });
  });

  test("the table of runs hears of new runs, and a stranger's hears nothing of them", async () => {
    const mine = await subscribe(socketUrl, bearer(), "subscription { runsChanged { id status } }");
    const theirs = await subscribe(
      socketUrl,
      { authorization: `Bearer ${stranger.token}` },
      "subscription { runsChanged { id } }",
    );
    const { data } = await launch({});
    expect((await mine.next()).data).toEqual({ runsChanged: { id: data.id, status: "QUEUED" } });
    // The stranger's own run is the first thing it hears of.
    const other = await api.importZip(stranger, await makeCocoZip({ images: 5 }), { dataset: "theirs" });
    const launched = await api.graph(
      stranger,
      `mutation ($id: ID!) { launchRun(input: {datasetId: $id, recipe: MININET}) { ... on LaunchRunSuccess { data { id } } } }`,
      { id: other.datasetId },
    );
    expect((await theirs.next()).data).toEqual({ runsChanged: { id: launched.data.launchRun.data.id } });
    await mine.close();
    await theirs.close();
  });

  test("nobody connects without a credential or from another site, and strangers see no run", async () => {
    await expect(subscribe(socketUrl, {}, runEvents)).rejects.toThrow(/4403/);
    await expect(subscribe(socketUrl, { authorization: "Bearer msk_bad" }, runEvents)).rejects.toThrow(/4403/);
    await expect(subscribe(socketUrl, { ...bearer(), origin: "https://evil.example" }, runEvents)).rejects.toThrow(
      /403/,
    );
    const { data } = await launch({});
    const theirs = await subscribe(socketUrl, { authorization: `Bearer ${stranger.token}` }, runEvents, {
      runId: data.id,
    });
    expect((await theirs.next()).errors?.[0]).toMatchObject({ extensions: { code: "NOT_FOUND" } });
    await theirs.close();
    const byParams = await subscribe(
      socketUrl,
      {},
      runEvents,
      { runId: data.id },
      { authorization: `Bearer ${owner.token}` },
    );
    expect((await byParams.next()).data?.runEvents).toMatchObject({ kind: "STATUS" });
    await byParams.close();
  });

  test("a subscription that is closed leaves nothing behind, also when nothing happens any more", async () => {
    const { data } = await launch({});
    const before = api.services.events.subscriberCount;
    const one = await subscribe(socketUrl, bearer(), runEvents, { runId: data.id });
    await one.next();
    const table = await subscribe(socketUrl, bearer(), "subscription { runsChanged { id } }");
    await vi.waitFor(() => expect(api.services.events.subscriberCount).toBe(before + 2));
    await one.close();
    await table.close();
    await vi.waitFor(() => expect(api.services.events.subscriberCount).toBe(before));
  });

  test("queries, and subscriptions that are too much, are refused", async () => {
    const query = await subscribe(socketUrl, bearer(), "query { viewer { id } }");
    expect((await query.next()).errors?.[0]).toMatchObject({ extensions: { code: "BAD_REQUEST" } });
    await query.close();
    const aliases = Array.from({ length: 16 }, (_, index) => `a${index}: status`).join(" ");
    const many = await subscribe(socketUrl, bearer(), `subscription { runsChanged { ${aliases} } }`);
    expect((await many.next()).errors?.[0]).toMatchObject({ extensions: { code: "TOO_MANY_ALIASES" } });
    await many.close();
  });

  test("an import tells how it got on", async () => {
    const { importId } = await api.importZip(owner, await makeCocoZip({ images: 2 }), { dataset: "watched" });
    const progress = await subscribe(
      socketUrl,
      bearer(),
      "subscription ($id: ID!) { importProgress(importId: $id) { status imagesDone imageCount } }",
      { id: importId },
    );
    expect((await progress.next()).data).toEqual({
      importProgress: { status: "SUCCEEDED", imagesDone: 2, imageCount: 2 },
    });
    await progress.close();
  });
});

describe("the table of runs", () => {
  test("is filtered, searched and ordered, page by page", async () => {
    const prisma = api.services.prisma;
    const runs = await prisma.run.findMany({ where: { dataset: { name: "ten" } }, orderBy: { id: "asc" } });
    const [a, b, c] = runs;
    if (a === undefined || b === undefined || c === undefined) {
      throw new Error("expected three runs");
    }
    await prisma.run.update({ where: { id: a.id }, data: { bestValue: 0.2, name: "needle 100%" } });
    await prisma.run.update({ where: { id: b.id }, data: { bestValue: 0.6 } });
    await prisma.run.update({
      where: { id: c.id },
      data: { bestValue: 0.4, status: "FAILED", job: { update: { status: "FAILED" } } },
    });
    const read = async (variables: Record<string, unknown>) => {
      const { data, errors } = await api.graph(
        owner,
        "query ($order: RunOrder, $search: String, $status: [RunStatus!], $first: Int, $after: String, $datasetId: ID) { runs(order: $order, search: $search, status: $status, first: $first, after: $after, datasetId: $datasetId) { totalCount pageInfo { endCursor hasNextPage } edges { node { id bestValue } } } }",
        variables,
      );
      expect(errors).toEqual([]);
      return data.runs;
    };
    const first = await read({ order: "BEST_VALUE", first: 2 });
    expect(first.edges.map((edge: { node: { bestValue: number } }) => edge.node.bestValue)).toEqual([0.6, 0.4]);
    const second = await read({ order: "BEST_VALUE", first: 2, after: first.pageInfo.endCursor });
    expect(second.edges[0].node.bestValue).toBe(0.2);
    expect(second.edges[1].node.bestValue).toBeNull();
    const third = await read({ order: "BEST_VALUE", first: 50, after: second.pageInfo.endCursor });
    expect(third.edges.length).toBe(first.totalCount - 4);
    expect((await read({ search: "100%" })).totalCount).toBe(1);
    expect((await read({ search: "%" })).totalCount).toBe(1);
    expect((await read({ status: ["FAILED"] })).totalCount).toBe(1);
    for (const order of ["NEWEST", "LAST_LOSS", "DURATION"]) {
      const all = await read({ order, first: 50 });
      expect(new Set(all.edges.map((edge: { node: { id: string } }) => edge.node.id)).size).toBe(first.totalCount);
    }
    // The one run with points is the one whose loss can be compared.
    expect((await read({ order: "LAST_LOSS", first: 1 })).edges).toHaveLength(1);
  });

  test("runs to compare come in the order asked, without foreign ones", async () => {
    const { data } = await api.graph(owner, "{ runs(first: 3) { edges { node { id } } } }");
    const ids = data.runs.edges.map((edge: { node: { id: string } }) => edge.node.id).reverse();
    const query = "query ($ids: [ID!]!) { runsById(ids: $ids) { id series { name } configuration } }";
    const own = await api.graph(owner, query, { ids });
    expect(own.data.runsById.map((run: { id: string }) => run.id)).toEqual(ids);
    expect((await api.graph(stranger, query, { ids })).data.runsById).toEqual([]);
  });
});

test("cancelling a queued run ends it; one that has ended stays", async () => {
  const { data } = await launch({});
  const cancel = () =>
    api.graph(
      owner,
      "mutation ($id: ID!) { cancelRun(input: {id: $id}) { __typename ... on CancelRunSuccess { data { status cancelRequested } } ... on Error { message } } }",
      { id: data.id },
    );
  expect((await cancel()).data.cancelRun.data).toEqual({ status: "CANCELLED", cancelRequested: true });
  expect((await cancel()).data.cancelRun).toMatchObject({
    __typename: "ConflictError",
    message: expect.stringMatching(/already ended/),
  });
});
