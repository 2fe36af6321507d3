import { createHash } from "node:crypto";
import { newId } from "@maskyard/store";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
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

const ERRORS = "... on Error { message code }";

/** A run of somebody's program with these artifacts, by path. */
async function externalRun(files: Readonly<Record<string, string>>) {
  const { data } = await api.graph(
    owner,
    `mutation { createRun(input: { experiment: "theirs" }) { ... on CreateRunSuccess { data { id number } } ${ERRORS} } }`,
  );
  const { id, number } = data.createRun.data as { id: string; number: number };
  const rowId = Buffer.from(id, "base64url").toString().split(":")[1] ?? "";
  const put = (path: string, text: string) =>
    request("PUT", `/api/2.0/mlflow-artifacts/artifacts/e/${rowId.replaceAll("-", "")}/artifacts/${path}`, text);
  for (const [path, text] of Object.entries(files)) expect((await put(path, text)).statusCode).toBe(200);
  return { id, number, rowId, put };
}

function request(method: "GET" | "PUT" | "DELETE", url: string, payload?: string, person = owner) {
  const headers = { authorization: `Bearer ${person.token}` };
  return api.fastify.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
}

async function mutate(field: string, input: object, selection: string, person = owner) {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  const { data } = await api.graph(
    person,
    `mutation ($input: ${type}Input!) { ${field}(input: $input) { ... on ${type}Success { data ${selection} } ${ERRORS} } }`,
    { input },
  );
  return data[field].data ?? data[field];
}
const register = (input: object, person = owner) =>
  mutate(
    "registerModelVersion",
    input,
    "{ id number aliases sha256 bytes artifactPath url checkpoint { id } run { id number } files { path sha256 bytes } model { id } }",
    person,
  );

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

test("a folder becomes a version that keeps its files whatever becomes of the run's, and is sent as a zip", async () => {
  const run = await externalRun({ "out/model.onnx": "weights", "out/labels/names.txt": "car", "outside.txt": "no" });
  const version = await register({ runId: run.id, artifactPath: "out", name: "theirs", aliases: ["Champion"] });
  expect(version).toMatchObject({
    number: 1,
    aliases: ["Champion"],
    artifactPath: "out",
    checkpoint: null,
    run: { id: run.id, number: run.number },
    bytes: 10,
    sha256: sha256(`${sha256("car")}  labels/names.txt\n${sha256("weights")}  model.onnx\n`),
    files: [
      { path: "labels/names.txt", sha256: sha256("car"), bytes: 3 },
      { path: "model.onnx", sha256: sha256("weights"), bytes: 7 },
    ],
  });

  await run.put("out/model.onnx", "other weights");
  await request(
    "DELETE",
    `/api/2.0/mlflow-artifacts/artifacts/e/${run.rowId.replaceAll("-", "")}/artifacts/out/labels`,
  );
  const sent = await request("GET", "/files/models/theirs/Champion");
  expect(sent.headers).toMatchObject({
    "content-type": "application/zip",
    "content-disposition": 'attachment; filename="theirs-v1.zip"',
    "x-model-version": "1",
    etag: `"${version.sha256}"`,
  });
  const entries = Object.entries(unzipSync(sent.rawPayload));
  expect(Object.fromEntries(entries.map(([path, bytes]) => [path, Buffer.from(bytes).toString()]))).toEqual({
    "labels/names.txt": "car",
    "model.onnx": "weights",
  });
  expect((await request("GET", version.url)).rawPayload.equals(sent.rawPayload)).toBe(true);

  // The run stays as long as the version; the bytes go when neither has them.
  expect(await mutate("deleteRuns", { ids: [run.id] }, "")).toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining(`Version 1 of the registered model "theirs" comes from run #${run.number}.`),
  });
  const isKept = async (text: string) =>
    (await api.services.prisma.blob.count({ where: { sha256: sha256(text) } })) === 1;
  expect([await isKept("weights"), await isKept("other weights"), await isKept("car")]).toEqual([true, true, true]);
  await mutate("moveModelAlias", { modelId: version.model.id, alias: "Champion" }, "{ id }");
  expect(await mutate("deleteModelVersion", { id: version.id }, "")).toBe(version.id);
  expect([await isKept("weights"), await isKept("other weights"), await isKept("car")]).toEqual([false, true, false]);
  expect(await mutate("deleteRuns", { ids: [run.id] }, "")).toEqual([run.id]);
});

test("a single file becomes a version that is sent as it is, under its extension", async () => {
  const run = await externalRun({ "deep/net.onnx": "net" });
  const version = await register({ runId: run.id, artifactPath: "deep/net.onnx", name: "single" });
  expect(version).toMatchObject({ sha256: sha256("net"), files: [{ path: "net.onnx", bytes: 3 }] });
  const sent = await request("GET", version.url);
  expect(sent.body).toBe("net");
  expect(sent.headers).toMatchObject({
    "content-disposition": 'attachment; filename="single-v1.onnx"',
    "content-length": "3",
  });
  const { data } = await api.graph(
    owner,
    "query ($id: ID!) { run(id: $id) { modelVersions { number model { name } } loggedModels { id } } }",
    { id: run.id },
  );
  expect(data.run).toEqual({ modelVersions: [{ number: 1, model: { name: "single" } }], loggedModels: [] });
});

test("no run starts from a version of artifacts: the launch says why", async () => {
  const run = await externalRun({ "net.onnx": "net" });
  const version = await register({ runId: run.id, artifactPath: "net.onnx", name: "foreign" });
  const { datasetId } = await api.importZip(owner, await makeCocoZip(), {
    dataset: "streets",
  });
  const answer = await mutate(
    "launchRun",
    { datasetId, recipe: "MININET", preset: "demo", initialModelVersionId: version.id },
    "{ id }",
  );
  expect(answer).toMatchObject({
    code: "INVALID_INPUT",
    message: expect.stringContaining(`foreign v1 consists of artifacts that the external run #${run.number} logged`),
  });
});

test("what is not there, twice said, half said or another's is refused with nothing made", async () => {
  const run = await externalRun({ "a/b": "x" });
  const name = "refused";
  const refusal = async (input: object, person = owner) => (await register({ name, ...input }, person)).message;
  const checkpointId = encodeGlobalId("Checkpoint", newId());
  expect(await refusal({ runId: run.id, artifactPath: "b" })).toContain('no artifact file or folder "b"');
  expect(await refusal({ runId: run.id, artifactPath: "../a" })).toContain("path is relative");
  expect(await refusal({ runId: run.id })).toContain("either checkpointId, or runId and artifactPath");
  expect(await refusal({ artifactPath: "a" })).toContain("either checkpointId, or runId and artifactPath");
  expect(await refusal({ runId: run.id, artifactPath: "a", checkpointId })).toContain(
    "either checkpointId, or runId and artifactPath",
  );
  const viewer = await api.person({ projectId, role: "VIEWER" });
  expect(await refusal({ runId: run.id, artifactPath: "a" }, viewer)).toContain("role editor");
  const stranger = await api.person({ projectId: await api.project() });
  expect(await refusal({ runId: run.id, artifactPath: "a" }, stranger)).toContain("no such run");
  expect(await api.services.prisma.registeredModel.count({ where: { name } })).toBe(0);
});
