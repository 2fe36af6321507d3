import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let projectId: string;
let datasetId: string;

beforeAll(async () => {
  api = await startTestApi({ MASKYARD_MAX_UPLOAD_BYTES: "2000000" });
  projectId = await api.project();
  owner = await api.person({ projectId });
  ({ datasetId } = await api.importZip(owner, await makeCocoZip({ images: 10 }), { dataset: "ten" }));
});
afterAll(() => api?.close());

const safetensors = (note: string) => {
  const header = Buffer.from(JSON.stringify({ __metadata__: { note } }).padEnd(64));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header]);
};

async function upload(name: string, payload: Buffer, person = owner) {
  const response = await api.fastify.inject({
    method: "POST",
    url: "/files/weights",
    query: { name },
    headers: { authorization: `Bearer ${person.token}`, "content-type": "application/octet-stream" },
    payload,
  });
  return { status: response.statusCode, body: response.json() };
}

async function mutate(field: string, inputType: string, input: Record<string, unknown>, selection: string) {
  const { data, errors } = await api.graph(
    owner,
    `mutation ($input: ${inputType}!) { ${field}(input: $input) { __typename ... on InvalidInputError { field } ... on Error { message }
      ... on ${field.charAt(0).toUpperCase()}${field.slice(1)}Success { data ${selection} } } }`,
    { input },
  );
  expect(errors).toEqual([]);
  return data[field];
}

const register = (input: Record<string, unknown>) =>
  mutate("registerWeightsFile", "RegisterWeightsFileInput", input, "{ id name trainerPath bytes }");
const launch = (input: Record<string, unknown>) =>
  mutate(
    "launchRun",
    "LaunchRunInput",
    { datasetId, recipe: "TRANSFER", ...input },
    "{ id recipe preset initialWeightsName initialWeightsFile { id } initialCheckpoint { id step run { number } } }",
  );
const remove = (id: string) => mutate("deleteWeightsFile", "DeleteWeightsFileInput", { id }, "");
const blobCount = () => api.services.prisma.blob.count({ where: { mediaType: "application/octet-stream" } });

describe("an upload", () => {
  test("is kept, listed for its project's datasets, and goes with the last row that needs it", async () => {
    const { status, body } = await upload("ours", safetensors("a"));
    expect(status).toBe(201);
    const { data } = await api.graph(
      owner,
      "query ($datasetId: ID!) { weightsFiles(datasetId: $datasetId) { id name bytes sha256 trainerPath author { email } } }",
      { datasetId },
    );
    expect(data.weightsFiles).toEqual([
      {
        id: body.weightsFileId,
        name: "ours",
        bytes: 72,
        sha256: expect.any(String),
        trainerPath: null,
        author: { email: owner.email },
      },
    ]);
    const second = await upload("the same bytes", safetensors("a"));
    const path = api.services.blobs.path(data.weightsFiles[0].sha256);
    await remove(body.weightsFileId);
    expect(existsSync(path)).toBe(true);
    await remove(second.body.weightsFileId);
    expect(existsSync(path)).toBe(false);
    expect(await blobCount()).toBe(0);
  });

  test.each([
    [
      "a photograph",
      Buffer.from("ffd8ffe000104a46494600010101", "hex"),
      400,
      /neither safetensors nor written by torch/,
    ],
    ["a zip of images", Buffer.concat([Buffer.from("504b0304", "hex"), Buffer.alloc(600)]), 400, /no weights file/],
    ["nothing", Buffer.alloc(0), 400, /no weights file/],
    ["too much", Buffer.concat([safetensors("b"), Buffer.alloc(3_000_000)]), 400, /larger than 1 MiB/],
  ])("of %s is refused and leaves nothing", async (_what, payload, status, message) => {
    const answer = await upload("refused", payload);
    expect([answer.status, answer.body.error.message]).toEqual([status, expect.stringMatching(message)]);
    expect(await blobCount()).toBe(0);
    expect(await api.services.prisma.weightsFile.count({ where: { name: "refused" } })).toBe(0);
  });

  test("under a name that is taken is refused, and the first file stays", async () => {
    const first = await upload("twice", safetensors("1"));
    expect(await upload("twice", safetensors("2"))).toMatchObject({ status: 409 });
    expect(await blobCount()).toBe(1);
    await remove(first.body.weightsFileId);
  });
});

describe("a path on the trainers", () => {
  test("is registered as it is within their folder", async () => {
    expect(await register({ name: "coco", trainerPath: "coco/./maskrcnn.pth" })).toMatchObject({
      data: { name: "coco", trainerPath: "coco/maskrcnn.pth", bytes: null },
    });
    expect((await register({ name: "coco", trainerPath: "x.pth" })).message).toMatch(/already has weights "coco"/);
  });

  test.each(["/etc/passwd", "../secret.pth", "a/../../b.pth", "c:\\weights.pth", ""])(
    "%s is refused",
    async (trainerPath) => {
      expect(await register({ name: "bad", trainerPath })).toMatchObject({
        __typename: "InvalidInputError",
        field: "trainerPath",
      });
    },
  );
});

describe("a launch", () => {
  test("starts from registered weights, which stay while it waits, and keeps their name when they are gone", async () => {
    const { data: file } = await register({ name: "to start from", trainerPath: "a.pth" });
    const { data: run } = await launch({ initialWeightsFileId: file.id });
    expect(run).toMatchObject({
      recipe: "TRANSFER",
      preset: "transfer",
      initialWeightsName: "to start from",
      initialWeightsFile: { id: file.id },
      initialCheckpoint: null,
    });
    expect((await remove(file.id)).message).toBe("1 run starts from these weights. Cancel first.");
    await mutate("cancelRun", "CancelRunInput", { id: run.id }, "{ id }");
    expect(await remove(file.id)).toMatchObject({ data: file.id });
    const { data } = await api.graph(
      owner,
      "query ($id: ID!) { run(id: $id) { initialWeightsName initialWeightsFile { id } } }",
      { id: run.id },
    );
    expect(data.run).toEqual({ initialWeightsName: "to start from", initialWeightsFile: null });
  });

  test("starts from a checkpoint of a run of the same recipe, and of no other", async () => {
    const { data: first } = await mutate(
      "launchRun",
      "LaunchRunInput",
      { datasetId, recipe: "MININET", preset: "demo" },
      "{ id number }",
    );
    const runId = Buffer.from(first.id, "base64url").toString().slice(4);
    const blob = await api.services.prisma.blob.findFirstOrThrow();
    const row = await api.services.prisma.checkpoint.create({
      data: { runId, step: 40, epoch: 1, blobSha256: blob.sha256, bytes: 1, formatVersion: 2, metrics: {} },
    });
    const initialCheckpointId = encodeGlobalId("Checkpoint", row.id);
    expect(await launch({ recipe: "MININET", initialCheckpointId })).toMatchObject({
      data: {
        initialWeightsName: `run #${first.number}, step 40`,
        initialCheckpoint: { id: initialCheckpointId, step: 40, run: { number: first.number } },
      },
    });
    expect(await launch({ initialCheckpointId })).toMatchObject({
      __typename: "InvalidInputError",
      field: "initialCheckpointId",
      message: expect.stringContaining("has the recipe mininet, and its weights do not fit transfer"),
    });
    const stranger = await api.person({ projectId: await api.project() });
    const other = await api.importZip(stranger, await makeCocoZip(), { dataset: "theirs" });
    const { data } = await api.graph(
      stranger,
      "mutation ($input: LaunchRunInput!) { launchRun(input: $input) { ... on Error { message } } }",
      { input: { datasetId: other.datasetId, recipe: "MININET", initialCheckpointId } },
    );
    expect(data.launchRun.message).toBe("There is no such checkpoint.");
  });

  test("is refused with two origins, and with weights of another project", async () => {
    const stranger = await api.person({ projectId: await api.project() });
    const { body } = await upload("theirs", safetensors("c"), stranger);
    expect(await launch({ initialWeightsFileId: body.weightsFileId })).toMatchObject({
      field: "initialWeightsFileId",
      message: "These weights do not belong to the dataset's project.",
    });
    const initialCheckpointId = encodeGlobalId("Checkpoint", crypto.randomUUID());
    expect((await launch({ initialWeightsFileId: body.weightsFileId, initialCheckpointId })).message).toMatch(
      /only one of a weights file/,
    );
  });
});
