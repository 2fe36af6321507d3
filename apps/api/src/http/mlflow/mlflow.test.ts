import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
});
afterAll(async () => {
  await api?.close();
});

async function call(
  method: "GET" | "POST",
  path: string,
  input: Record<string, unknown>,
  person = owner,
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever they asked for
): Promise<any> {
  const response = await api.fastify.inject({
    method,
    url: `/api/2.0/mlflow/${path}`,
    headers: {
      authorization: `Bearer ${person.token}`,
      ...(method === "POST" ? { "content-type": "application/json" } : {}),
    },
    ...(method === "POST" ? { payload: JSON.stringify(input) } : { query: input as Record<string, string> }),
  });
  return { status: response.statusCode, ...response.json() };
}
const post = (path: string, input: Record<string, unknown>, person = owner) => call("POST", path, input, person);
const get = (path: string, input: Record<string, unknown>, person = owner) => call("GET", path, input, person);

async function newRun(input: Record<string, unknown> = {}): Promise<string> {
  const answer = await post("runs/create", input);
  expect(answer.status).toBe(200);
  return answer.run.info.run_id;
}

test("experiments are made, found, renamed, tagged, deleted and restored", async () => {
  const created = await post("experiments/create", { name: "first", tags: [{ key: "a", value: "1" }] });
  const id = created.experiment_id;
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(await post("experiments/create", { name: "first" })).toMatchObject({
    status: 400,
    error_code: "RESOURCE_ALREADY_EXISTS",
  });
  await post("experiments/set-experiment-tag", { experiment_id: id, key: "b", value: "2" });
  await post("experiments/update", { experiment_id: id, new_name: "renamed" });
  const { experiment } = await get("experiments/get-by-name", { experiment_name: "renamed" });
  expect(experiment).toMatchObject({ experiment_id: id, name: "renamed", lifecycle_stage: "active" });
  expect(experiment.tags).toEqual([
    { key: "a", value: "1" },
    { key: "b", value: "2" },
  ]);
  await post("experiments/delete", { experiment_id: id });
  const search = (input: Record<string, unknown>) => post("experiments/search", { max_results: 100, ...input });
  expect((await search({})).experiments.map(({ name }: { name: string }) => name)).not.toContain("renamed");
  expect((await search({ view_type: "ALL", filter: "name LIKE 're%' AND tags.a = '1'" })).experiments).toHaveLength(1);
  await post("experiments/restore", { experiment_id: id });
  expect((await get("experiments/get", { experiment_id: id })).experiment.lifecycle_stage).toBe("active");
  expect(await get("experiments/get-by-name", { experiment_name: "none" })).toMatchObject({
    status: 404,
    error_code: "RESOURCE_DOES_NOT_EXIST",
  });
});

test("a run logs metrics, parameters and tags, and is read as it was logged", async () => {
  const runId = await newRun({
    run_name: "mine",
    start_time: 1_700_000_000_000,
    tags: [{ key: "mlflow.user", value: "me" }],
  });
  const log = (key: string, value: number | string, step: number, timestamp: number) =>
    post("runs/log-metric", { run_id: runId, key, value, step, timestamp });
  expect((await log("loss", 0.5, 0, 1_700_000_000_001)).status).toBe(200);
  await log("loss", 0.25, 0, 1_700_000_000_002);
  await log("loss", "NaN", 1, 1_700_000_000_003);
  await post("runs/log-batch", {
    run_id: runId,
    metrics: [
      { key: "acc", value: 0.1, step: 1, timestamp: "1700000000004" },
      { key: "acc", value: "-Infinity", step: "2", timestamp: 1_700_000_000_005 },
    ],
    params: [{ key: "lr", value: "0.1" }],
    tags: [{ key: "team", value: "a" }],
  });
  await post("runs/log-parameter", { run_id: runId, key: "model", value: "tiny" });
  await post("runs/set-tag", { run_id: runId, key: "mlflow.runName", value: "renamed" });
  await post("runs/update", { run_id: runId, status: "FINISHED", end_time: 1_700_000_009_000 });
  const { run } = await get("runs/get", { run_id: runId });
  expect(run.info).toMatchObject({
    run_id: runId,
    run_name: "renamed",
    status: "FINISHED",
    start_time: 1_700_000_000_000,
    end_time: 1_700_000_009_000,
    user_id: "me",
    lifecycle_stage: "active",
  });
  expect(run.data.metrics).toEqual([
    { key: "acc", value: "-Infinity", timestamp: 1_700_000_000_005, step: 2 },
    { key: "loss", value: "NaN", timestamp: 1_700_000_000_003, step: 1 },
  ]);
  expect(run.data.params).toEqual([
    { key: "lr", value: "0.1" },
    { key: "model", value: "tiny" },
  ]);
  expect(run.data.tags).toContainEqual({ key: "team", value: "a" });
  const first = await get("metrics/get-history", { run_id: runId, metric_key: "loss", max_results: "2" });
  expect(first.metrics).toEqual([
    { key: "loss", value: 0.5, timestamp: 1_700_000_000_001, step: 0 },
    { key: "loss", value: 0.25, timestamp: 1_700_000_000_002, step: 0 },
  ]);
  const rest = await get("metrics/get-history", {
    run_id: runId,
    metric_key: "loss",
    page_token: first.next_page_token,
  });
  expect(rest.metrics).toEqual([{ key: "loss", value: "NaN", timestamp: 1_700_000_000_003, step: 1 }]);
  expect(rest.next_page_token).toBeUndefined();
});

test("the same bytes again are the same batch, and a parameter keeps its value", async () => {
  const runId = await newRun();
  const batch = { run_id: runId, metrics: [{ key: "loss", value: 1, step: 0, timestamp: 5 }] };
  await post("runs/log-batch", batch);
  await post("runs/log-batch", batch);
  expect((await get("metrics/get-history", { run_id: runId, metric_key: "loss" })).metrics).toHaveLength(1);
  await post("runs/log-parameter", { run_id: runId, key: "lr", value: "0.1" });
  expect((await post("runs/log-parameter", { run_id: runId, key: "lr", value: "0.1" })).status).toBe(200);
  const changed = await post("runs/log-batch", {
    run_id: runId,
    params: [
      { key: "a", value: "b" },
      { key: "lr", value: "0.2" },
    ],
  });
  expect(changed).toMatchObject({
    status: 400,
    error_code: "INVALID_PARAMETER_VALUE",
    message: expect.stringMatching(/lr has the value "0.1"/),
  });
  expect((await get("runs/get", { run_id: runId })).run.data.params).toEqual([{ key: "lr", value: "0.1" }]);
});

test.each([
  [{ key: "loss", value: "fast", timestamp: 1 }, /The value of loss is "fast"/],
  [{ key: "loss", value: 1, timestamp: -1 }, /timestamp of loss/],
  [{ key: "loss", value: 1, timestamp: 1, step: -1 }, /step of loss is -1/],
  [{ key: "", value: 1, timestamp: 1 }, /key of 1 to 250/],
])("a metric that is none is refused with the whole batch: %o", async (metric, message) => {
  const runId = await newRun();
  const good = { key: "good", value: 1, timestamp: 1, step: 0 };
  expect(await post("runs/log-batch", { run_id: runId, metrics: [good, metric] })).toMatchObject({
    status: 400,
    error_code: "INVALID_PARAMETER_VALUE",
    message: expect.stringMatching(message),
  });
  expect((await get("runs/get", { run_id: runId })).run.data.metrics).toEqual([]);
});

test("runs are searched by metrics, parameters, tags and attributes, ordered and paged", async () => {
  const { experiment_id } = await post("experiments/create", { name: "searched" });
  for (const index of [1, 2, 3, 4]) {
    const runId = await newRun({ experiment_id, run_name: `run ${index}`, start_time: 1_000_000 + index });
    await post("runs/log-batch", {
      run_id: runId,
      metrics: index === 4 ? [] : [{ key: "val/loss", value: 1 / index, step: 1, timestamp: 1 }],
      params: [{ key: "lr", value: String(index / 10) }],
      tags: [{ key: "odd", value: String(index % 2) }],
    });
    if (index === 2) {
      await post("runs/update", { run_id: runId, status: "FAILED" });
    }
  }
  const names = async (input: Record<string, unknown>) => {
    const answer = await post("runs/search", { experiment_ids: [experiment_id], max_results: 100, ...input });
    expect(answer.status).toBe(200);
    return answer.runs.map((run: { info: { run_name: string } }) => run.info.run_name.slice(4)).join("");
  };
  expect(await names({})).toBe("4321");
  expect(await names({ order_by: ["metrics.`val/loss` ASC"] })).toBe("3214");
  expect(await names({ order_by: ["metrics.`val/loss` DESC"] })).toBe("1234");
  expect(await names({ filter: "metrics.`val/loss` < 0.6" })).toBe("32");
  expect(await names({ filter: "params.lr = '0.1'" })).toBe("1");
  expect(await names({ filter: "tags.odd = '1'", order_by: ["params.lr"] })).toBe("13");
  expect(await names({ filter: "attributes.status = 'FAILED'" })).toBe("2");
  expect(await names({ filter: "attributes.run_name LIKE 'run%' AND start_time >= 1000003" })).toBe("43");
  const first = await post("runs/search", { experiment_ids: [experiment_id], max_results: 3 });
  expect(first.runs).toHaveLength(3);
  expect(await names({ max_results: 3, page_token: first.next_page_token })).toBe("1");
  expect(await post("runs/search", { experiment_ids: [experiment_id], filter: "metrics.a ~ 1" })).toMatchObject({
    status: 400,
    message: expect.stringMatching(/cannot be read/),
  });
});

test("deleted runs can be restored, and are seen only when asked for", async () => {
  const { experiment_id } = await post("experiments/create", { name: "deleting" });
  const runId = await newRun({ experiment_id });
  await post("runs/delete", { run_id: runId });
  const count = async (run_view_type: string) =>
    (await post("runs/search", { experiment_ids: [experiment_id], run_view_type })).runs.length;
  expect([await count("ACTIVE_ONLY"), await count("DELETED_ONLY"), await count("ALL")]).toEqual([0, 1, 1]);
  await post("runs/restore", { run_id: runId });
  expect(await count("ACTIVE_ONLY")).toBe(1);
});

test("without an experiment a run goes to the one named Default, once", async () => {
  const [a, b] = [await newRun({ experiment_id: "0" }), await newRun()];
  const experimentOf = async (id: string) => (await get("runs/get", { run_id: id })).run.info.experiment_id;
  expect(await experimentOf(a)).toBe(await experimentOf(b));
  expect((await get("experiments/get", { experiment_id: "0" })).experiment.name).toBe("Default");
});

test("a run of a trainer is read, but nothing is logged to it; what is not there says so", async () => {
  const project = await api.services.prisma.projectMember.findFirstOrThrow({ where: { userId: owner.userId } });
  const dataset = await api.services.prisma.dataset.create({ data: { projectId: project.projectId, name: "d" } });
  await api.services.prisma.blob.create({ data: { sha256: "0".repeat(64), bytes: 0, mediaType: "application/gzip" } });
  const snapshot = await api.services.prisma.snapshot.create({
    data: { datasetId: dataset.id, hash: "h", manifestSha256: "0".repeat(64), imageCount: 0, annotationCount: 0 },
  });
  const job = await api.services.prisma.job.create({
    data: { kind: "TRAIN", projectId: project.projectId, status: "CANCELLED" },
  });
  const run = await api.services.prisma.run.create({
    data: {
      projectId: project.projectId,
      datasetId: dataset.id,
      snapshotId: snapshot.id,
      number: 900,
      name: "trained",
      recipe: "MININET",
      preset: "demo",
      seed: 1,
      configuration: { epochs: 5 },
      status: "CANCELLED",
      jobId: job.id,
    },
  });
  expect((await get("runs/get", { run_id: run.id })).run.data.params).toEqual([{ key: "epochs", value: "5" }]);
  const metric = { key: "loss", value: 1, timestamp: 1, step: 1 };
  expect(await post("runs/log-metric", { run_id: run.id, ...metric })).toMatchObject({
    message: expect.stringMatching(/run belongs to a trainer/),
  });
  expect(await post("runs/log-metric", { run_id: "f".repeat(32), ...metric })).toMatchObject({ status: 404 });
  expect(await post("traces/search", {})).toMatchObject({
    status: 404,
    error_code: "ENDPOINT_NOT_FOUND",
    message: expect.stringContaining("Maskyard does not serve POST /api/2.0/mlflow/traces/search of MLflow's API"),
  });
  const viewer = await api.person({ projectId: project.projectId, role: "VIEWER" });
  const own = await newRun();
  expect(await post("runs/log-metric", { run_id: own, ...metric }, viewer)).toMatchObject({
    status: 403,
    error_code: "PERMISSION_DENIED",
  });
});

test("a token that logged a moment ago is out with the next call once it is revoked, past its time or no longer an editor's", async () => {
  const { prisma, pool } = api.services;
  const { projectId } = await prisma.projectMember.findFirstOrThrow({ where: { userId: owner.userId } });
  const ends: [status: number, end: (userId: string) => Promise<unknown>][] = [
    [401, (userId) => prisma.apiToken.updateMany({ where: { userId }, data: { revokedAt: new Date() } })],
    [401, (userId) => prisma.apiToken.updateMany({ where: { userId }, data: { expiresAt: new Date(Date.now() - 1) } })],
    [401, (userId) => prisma.apiToken.deleteMany({ where: { userId } })],
    [403, (userId) => prisma.projectMember.updateMany({ where: { userId }, data: { role: "VIEWER" } })],
    [404, (userId) => prisma.projectMember.deleteMany({ where: { userId } })],
  ];
  for (const [status, end] of ends) {
    const person = await api.person({ projectId, role: "EDITOR" });
    const { run } = await post("runs/create", {}, person);
    const metric = (step: number) => ({ run_id: run.info.run_id, key: "loss", value: step, timestamp: 1, step });
    for (const step of [1, 2, 3]) expect(await post("runs/log-metric", metric(step), person)).toEqual({ status: 200 });
    const asked = vi.spyOn(pool, "query");
    expect(await post("runs/log-metric", metric(4), person)).toEqual({ status: 200 });
    // One statement, which proves the token as well; what the server does beside it, as sending alerts, is not counted.
    const written = asked.mock.calls.filter((call) => JSON.stringify(call).includes("api_token"));
    expect(written).toHaveLength(1);
    asked.mockRestore();
    await end(person.userId);
    expect(await post("runs/log-metric", metric(5), person)).toMatchObject({ status });
    expect(await post("runs/log-batch", { run_id: run.info.run_id, metrics: [metric(6)] }, person)).toMatchObject({
      status,
    });
    const row = await prisma.metricSeries.findFirstOrThrow({ where: { run: { createdById: person.userId } } });
    expect(row.count).toBe(4);
  }
});

test("an experiment that is deleted takes its runs along, and brings back those that it took", async () => {
  const { experiment_id } = await post("experiments/create", { name: "with runs" });
  const [before, with_it] = [await newRun({ experiment_id }), await newRun({ experiment_id })];
  await post("runs/delete", { run_id: before });
  const stages = async () => {
    const runs = await Promise.all([before, with_it].map((run_id) => get("runs/get", { run_id })));
    return runs.map(({ run }) => run.info.lifecycle_stage);
  };
  await post("experiments/delete", { experiment_id });
  expect(await stages()).toEqual(["deleted", "deleted"]);
  // Deleted once more it is what it was: not one of those that went with the experiment.
  await post("runs/delete", { run_id: before });
  await post("experiments/delete", { experiment_id });
  await post("experiments/restore", { experiment_id });
  expect(await stages()).toEqual(["deleted", "active"]);
});

test("a batch is logged whole or not at all, and a deletion said twice keeps the first time", async () => {
  const run_id = await newRun();
  const pairs = (value: string) => [{ key: "lr", value }];
  await post("runs/log-batch", { run_id, params: pairs("1"), tags: [{ key: "mlflow.runName", value: "first" }] });
  const refused = await post("runs/log-batch", { run_id, params: pairs("2"), tags: [{ key: "team", value: "a" }] });
  expect(refused).toMatchObject({ status: 400, message: expect.stringContaining('lr has the value "1" already') });
  const { data, info } = (await get("runs/get", { run_id })).run;
  expect(data.params).toEqual(pairs("1"));
  expect(data.tags).toEqual([{ key: "mlflow.runName", value: "first" }]);
  expect(info.run_name).toBe("first");
  const archivedAt = async () => {
    await post("runs/delete", { run_id });
    return (await api.services.prisma.run.findFirstOrThrow({ where: { name: "first" } })).archivedAt;
  };
  const first = await archivedAt();
  expect(first).toBeInstanceOf(Date);
  expect(await archivedAt()).toEqual(first);
});

test("a metric that was never logged has no points, and artifacts elsewhere are refused and not forgotten", async () => {
  expect(await get("metrics/get-history", { run_id: await newRun(), metric_key: "never_logged" })).toEqual({
    status: 200,
    metrics: [],
  });
  const elsewhere = await post("experiments/create", { name: "bucket", artifact_location: "s3://bucket/x" });
  expect(elsewhere).toMatchObject({ status: 400, error_code: "INVALID_PARAMETER_VALUE" });
  expect(elsewhere.message).toContain("artifact_location");
  expect((await get("experiments/get-by-name", { experiment_name: "bucket" })).status).toBe(404);
});
