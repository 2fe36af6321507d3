import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let projectId: string;

beforeAll(async () => {
  api = await startTestApi();
  projectId = await api.project();
  owner = await api.person({ projectId });
});
afterAll(async () => {
  await api?.close();
});

type Method = "GET" | "POST" | "PATCH" | "DELETE";

// biome-ignore lint/suspicious/noExplicitAny: tests read whatever they asked for
async function call(method: Method, path: string, input: Record<string, unknown> = {}, person = owner): Promise<any> {
  const response = await api.fastify.inject({
    method,
    url: `/api/2.0/mlflow/${path}`,
    headers: {
      authorization: `Bearer ${person.token}`,
      ...(method === "GET" ? {} : { "content-type": "application/json" }),
    },
    ...(method === "GET" ? { query: input as Record<string, string> } : { payload: JSON.stringify(input) }),
  });
  return { status: response.statusCode, ...response.json() };
}

function proxy(method: "GET" | "PUT" | "DELETE", uri: string, payload?: string, person = owner) {
  const headers = { authorization: `Bearer ${person.token}` };
  const url = uri.replace("mlflow-artifacts:", "/api/2.0/mlflow-artifacts/artifacts");
  return api.fastify.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
}

/** A model of a run, its file sent and said to be whole. */
async function loggedModel(name: string, text: string, runId?: string) {
  const source_run_id = runId ?? (await call("POST", "runs/create", {})).run.info.run_id;
  const { model } = await call("POST", "logged-models", { name, source_run_id });
  expect((await proxy("PUT", `${model.info.artifact_uri}/MLmodel`, text)).statusCode).toBe(200);
  const finished = await call("PATCH", `logged-models/${model.info.model_id}`, { status: "LOGGED_MODEL_READY" });
  expect(finished.model.info.status).toBe("LOGGED_MODEL_READY");
  return { id: model.info.model_id as string, runId: source_run_id as string, uri: model.info.artifact_uri as string };
}

test("two models of one name in a run lie beside each other, and beside artifacts of that path", async () => {
  const { run } = await call("POST", "runs/create", {});
  await proxy("PUT", `${run.info.artifact_uri}/models/net/notes.txt`, "mine");
  const first = await loggedModel("net", "one", run.info.run_id);
  const second = await loggedModel("net", "two", run.info.run_id);
  expect([first.uri, second.uri]).toEqual([
    `${run.info.artifact_uri}/models/net-2`,
    `${run.info.artifact_uri}/models/net-3`,
  ]);
  const found = await call("POST", "logged-models/search", {
    experiment_ids: [run.info.experiment_id],
    filter: `name = 'net' AND source_run_id = '${run.info.run_id}'`,
    order_by: [{ field_name: "creation_timestamp", ascending: true }],
    max_results: 1,
  });
  expect(found.models.map(({ info }: { info: { model_id: string } }) => info.model_id)).toEqual([first.id]);
  expect(found.next_page_token).toEqual(expect.any(String));
});

test("a version keeps its files, is read through its own address, and nobody writes there", async () => {
  const model = await loggedModel("kept", "as registered");
  await call("POST", "registered-models/create", { name: "kept" });
  const { model_version } = await call("POST", "model-versions/create", {
    name: "kept",
    source: `models:/${model.id}`,
  });
  expect(model_version).toMatchObject({ name: "kept", version: "1", run_id: model.runId, status: "READY" });
  await proxy("PUT", `${model.uri}/MLmodel`, "changed");
  const { artifact_uri } = await call("GET", "model-versions/get-download-uri", { name: "kept", version: "1" });
  expect((await proxy("GET", `${artifact_uri}/MLmodel`)).body).toBe("as registered");
  expect((await proxy("GET", `${artifact_uri}/none`)).statusCode).toBe(404);
  const listed = (person = owner) => {
    const path = artifact_uri.replace("mlflow-artifacts:/", "");
    const url = `/api/2.0/mlflow-artifacts/artifacts?path=${encodeURIComponent(path)}`;
    return api.fastify.inject({ url, headers: { authorization: `Bearer ${person.token}` } });
  };
  expect((await listed()).json().files).toEqual([{ path: "MLmodel", is_dir: false, file_size: 13 }]);
  for (const method of ["PUT", "DELETE"] as const) {
    const refused = await proxy(method, `${artifact_uri}/MLmodel`, method === "PUT" ? "x" : undefined);
    expect(refused.json()).toMatchObject({
      error_code: "INVALID_STATE",
      message: expect.stringContaining("never change"),
    });
  }
  const stranger = await api.person({ projectId: await api.project() });
  expect((await proxy("GET", `${artifact_uri}/MLmodel`, undefined, stranger)).statusCode).toBe(404);
  expect((await listed(stranger)).statusCode).toBe(404);
  expect((await call("GET", "registered-models/get", { name: "kept" }, stranger)).error_code).toBe(
    "RESOURCE_DOES_NOT_EXIST",
  );
});

test("a checkpoint's version is there for the client too, with its weights", async () => {
  const { prisma, blobs } = api.services;
  const { run } = await call("POST", "runs/create", {});
  const blob = await blobs.put(Buffer.from("weights"), "application/octet-stream");
  await prisma.blob.create({ data: { sha256: blob.sha256, bytes: blob.bytes, mediaType: "application/octet-stream" } });
  const { id: runId } = await prisma.run.findFirstOrThrow({ where: { name: run.info.run_name } });
  const checkpoint = await prisma.checkpoint.create({
    data: { runId, step: 7, epoch: 1, blobSha256: blob.sha256, bytes: 7, formatVersion: 2, metrics: {} },
  });
  const { data } = await api.graph(
    owner,
    `mutation ($input: RegisterModelVersionInput!) { registerModelVersion(input: $input) { __typename } }`,
    { input: { checkpointId: encodeGlobalId("Checkpoint", checkpoint.id), name: "ours", aliases: ["production"] } },
  );
  expect(data.registerModelVersion.__typename).toBe("RegisterModelVersionSuccess");
  const { model_version } = await call("GET", "registered-models/alias", { name: "ours", alias: "production" });
  const { artifact_uri } = await call("GET", "model-versions/get-download-uri", { name: "ours", version: "1" });
  expect(model_version).toMatchObject({
    version: "1",
    run_id: run.info.run_id,
    aliases: ["production"],
    source: artifact_uri,
  });
  expect((await proxy("GET", `${artifact_uri}/weights.safetensors`)).body).toBe("weights");
});

test("a name without versions goes to the project of its first version's run; one with versions stays", async () => {
  const elsewhere = await api.project();
  const { prisma } = api.services;
  await prisma.projectMember.create({ data: { projectId: elsewhere, userId: owner.userId, role: "EDITOR" } });
  const experiment = await prisma.experiment.create({ data: { projectId: elsewhere, name: "other" } });
  const { run } = await call("POST", "runs/create", { experiment_id: experiment.id });
  const model = await loggedModel("m", "x", run.info.run_id);
  await call("POST", "registered-models/create", { name: "follows" });
  const version = await call("POST", "model-versions/create", { name: "follows", source: model.uri });
  expect(version.model_version).toMatchObject({ version: "1", source: `models:/${model.id}` });
  const row = await prisma.registeredModel.findFirstOrThrow({ where: { name: "follows" } });
  expect(row.projectId).toBe(elsewhere);

  const own = await loggedModel("m", "y");
  const refused = await call("POST", "model-versions/create", { name: "follows", source: `models:/${own.id}` });
  expect(refused).toMatchObject({
    status: 400,
    error_code: "INVALID_STATE",
    message: expect.stringContaining("another project's"),
  });
  expect(await call("POST", "model-versions/create", { name: "nobody", source: own.uri })).toMatchObject({
    status: 404,
    error_code: "RESOURCE_DOES_NOT_EXIST",
  });
});

test("values of a model that the run has already are kept once in it, others are new to it, infinities stay", async () => {
  const model = await loggedModel("measured", "x");
  const metric = { key: "loss", value: "-Infinity", timestamp: 5, step: 3 };
  await call("POST", "runs/log-metric", { run_id: model.runId, ...metric });
  const more = { key: "loss", value: 2, timestamp: 6, step: 4 };
  const logged = await call("POST", "runs/log-batch", {
    run_id: model.runId,
    metrics: [metric, more].map((one) => ({ ...one, model_id: model.id })),
  });
  expect(logged).toEqual({ status: 200 });
  const { metrics } = await call("GET", "metrics/get-history", { run_id: model.runId, metric_key: "loss" });
  expect(metrics).toEqual([metric, more]);
  const read = await call("GET", `logged-models/${model.id}`);
  expect(read.model.data.metrics).toMatchObject([more]);
  const other = await api.person({ projectId: await api.project() });
  const foreign = await call("POST", "runs/create", {}, other);
  const batch = { run_id: foreign.run.info.run_id, metrics: [{ ...more, model_id: model.id }] };
  expect((await call("POST", "runs/log-batch", batch, other)).error_code).toBe("RESOURCE_DOES_NOT_EXIST");
});

test.each([
  ["POST", "logged-models", { name: "a/b" }, /name is not empty and has none of/],
  ["POST", "logged-models", { name: ".." }, /name is not empty and has none of/],
  ["PATCH", "logged-models/m-123", { status: "LOGGED_MODEL_READY" }, /no logged model with the id "123"/],
  ["GET", "logged-models/123", {}, /no logged model with the id "123"/],
  ["POST", "logged-models/search", {}, /experiment_ids/],
  ["POST", "registered-models/create", { name: "a/b" }, /begins with a letter or digit/],
  ["POST", "registered-models/alias", { name: "none", alias: "a", version: "1" }, /name=none not found/],
  ["GET", "model-versions/get", { name: "none", version: "1" }, /name=none not found/],
  ["POST", "model-versions/create", { name: "none", source: "/tmp/model" }, /made of what a run logged here/],
  ["POST", "runs/outputs", { run_id: "f".repeat(32), models: [] }, /no such run/],
] as const)("%s %s %j is refused in MLflow's words", async (method, path, input, message) => {
  const answer = await call(method, path, input);
  expect(answer).toMatchObject({
    error_code: expect.stringMatching(/^(INVALID_PARAMETER_VALUE|RESOURCE_DOES_NOT_EXIST)$/),
    message: expect.stringMatching(message),
  });
});

test("steps of a run's models are said of all or of none", async () => {
  const own = await loggedModel("own", "weights");
  const other = await loggedModel("other", "weights");
  const outputs = (models: object[]) => call("POST", "runs/outputs", { run_id: own.runId, models });
  const stepOf = async () => (await call("GET", "runs/get", { run_id: own.runId })).run.outputs.model_outputs[0].step;
  expect(
    await outputs([
      { model_id: own.id, step: 3 },
      { model_id: own.id, step: 7 },
    ]),
  ).toEqual({ status: 200 });
  expect(await stepOf()).toBe(7);
  const refused = await outputs([
    { model_id: own.id, step: 9 },
    { model_id: other.id, step: 9 },
  ]);
  expect(refused).toMatchObject({ status: 400, message: expect.stringContaining("one of these is not this run's") });
  expect(await stepOf()).toBe(7);
});

test("a model that was logged outside of any run is held by a run that ends with it", async () => {
  const { model } = await call("POST", "logged-models", { name: "alone" });
  const run_id = model.info.source_run_id as string;
  const statusOf = async () => (await call("GET", "runs/get", { run_id })).run.info.status;
  expect(await statusOf()).toBe("RUNNING");
  await call("PATCH", `logged-models/${model.info.model_id}`, { status: "LOGGED_MODEL_READY" });
  expect(await statusOf()).toBe("FINISHED");
});

test.each([
  ["POST", "/api/2.0/mlflow/registered-models/transition-stage"],
  ["POST", "/api/3.0/mlflow/traces"],
  ["GET", "/api/2.0/mlflow/experiments/none"],
] as const)("%s %s is not served, and the answer names it", async (method, url) => {
  const response = await api.fastify.inject({ method, url, headers: { authorization: `Bearer ${owner.token}` } });
  expect([response.statusCode, response.json().error_code]).toEqual([404, "ENDPOINT_NOT_FOUND"]);
  expect(response.json().message).toContain(`Maskyard does not serve ${method} ${url} of MLflow's API`);
});

test("a client that would send in parts is told to send whole, as its own code reads it", async () => {
  const response = await api.fastify.inject({
    method: "POST",
    url: "/api/2.0/mlflow-artifacts/mpu/create/e/r/artifacts/f",
    headers: { authorization: `Bearer ${owner.token}` },
  });
  expect(response.json().message).toMatch(/^Multipart upload is not supported for the current artifact repository/);
});
