import { randomBytes } from "node:crypto";
import { claimRun, finishRun, newId, pruneCheckpoints, recordCheckpoint, registerTrainer } from "@maskyard/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let colleague: TestPerson;
let projectId: string;
let datasetId: string;

beforeAll(async () => {
  api = await startTestApi();
  projectId = await api.project();
  owner = await api.person({ projectId });
  colleague = await api.person({ projectId, role: "EDITOR" });
  ({ datasetId } = await api.importZip(owner, await makeCocoZip(), { dataset: "streets" }));
});
afterAll(async () => {
  await api?.close();
});

const errors = "... on Error { message code }";

/** A run that trained, with a checkpoint of random bytes at each step. */
async function trainedRun(steps: number[]) {
  const launched = await api.graph(
    owner,
    `mutation ($input: LaunchRunInput!) { launchRun(input: $input) { ... on LaunchRunSuccess { data { id number } } ${errors} } }`,
    { input: { datasetId, recipe: "MININET", preset: "demo", configuration: { keepLastCheckpoints: 1 } } },
  );
  const { id, number } = launched.data.launchRun.data;
  const { pool, blobs } = api.services;
  const { trainerId } = await registerTrainer(pool, {
    name: "t",
    host: "h",
    device: "cpu",
    engineVersion: "1",
    version: "1",
  });
  const lease = await claimRun(pool, { trainerId, leaseSeconds: 60 });
  if (lease === null) throw new Error("expected a claimed run");
  const checkpoints = [];
  for (const step of steps) {
    const bytes = randomBytes(64);
    const blob = await blobs.put(bytes, "application/octet-stream");
    const { checkpointId } = await recordCheckpoint(pool, null, {
      ...lease,
      step,
      epoch: 1,
      blob,
      formatVersion: 2,
      metrics: {},
    });
    checkpoints.push({ id: encodeGlobalId("Checkpoint", checkpointId), step, bytes });
  }
  return { id: id as string, number: number as number, lease, checkpoints };
}

const VERSION = "id number aliases tags notes archived sha256 model { id name }";

async function register(checkpointId: string, name: string, more: object = {}, person = owner) {
  const { data } = await api.graph(
    person,
    `mutation ($input: RegisterModelVersionInput!) { registerModelVersion(input: $input) { ... on RegisterModelVersionSuccess { data { ${VERSION} } } ${errors} } }`,
    { input: { checkpointId, name, ...more } },
  );
  return data.registerModelVersion.data ?? data.registerModelVersion;
}

async function mutate(field: string, input: object, selection: string, person = owner) {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  const { data } = await api.graph(
    person,
    `mutation ($input: ${type}Input!) { ${field}(input: $input) { ... on ${type}Success { data ${selection} } ${errors} } }`,
    { input },
  );
  return data[field].data ?? data[field];
}

const moveAlias = (input: object, person = owner) =>
  mutate("moveModelAlias", input, "{ aliases { name version { number } } }", person);

async function readModel(id: string) {
  const { data } = await api.graph(
    owner,
    `query ($id: ID!) { registeredModel(id: $id) { name versions { number } latestVersion { number } aliases { name version { number } movedBy { email } }
       aliasMoves { alias fromVersion toVersion movedBy { email } } } }`,
    { id },
  );
  return data.registeredModel;
}

const download = (path: string, person: TestPerson | null = owner, headers: Record<string, string> = {}) =>
  api.fastify.inject({
    url: path,
    headers: { ...headers, ...(person === null ? {} : { authorization: `Bearer ${person.token}` }) },
  });

test("checkpoints become versions 1, 2, …; retention keeps them, and their run is not deleted", async () => {
  const run = await trainedRun([1, 2, 3]);
  const [one, two] = run.checkpoints;
  const first = await register(one?.id ?? "", "cars", {
    aliases: ["candidate"],
    notes: "first",
    tags: ["b", "a", "b"],
  });
  expect(first).toMatchObject({ number: 1, aliases: ["candidate"], tags: ["a", "b"], notes: "first" });
  const second = await register(two?.id ?? "", "cars", { aliases: ["candidate"] }, colleague);
  expect(second).toMatchObject({ number: 2, aliases: ["candidate"], model: { id: first.model.id } });
  expect(await readModel(first.model.id)).toEqual({
    name: "cars",
    versions: [{ number: 2 }, { number: 1 }],
    latestVersion: { number: 2 },
    aliases: [{ name: "candidate", version: { number: 2 }, movedBy: { email: colleague.email } }],
    aliasMoves: [
      { alias: "candidate", fromVersion: 1, toVersion: 2, movedBy: { email: colleague.email } },
      { alias: "candidate", fromVersion: null, toVersion: 1, movedBy: { email: owner.email } },
    ],
  });

  await pruneCheckpoints(api.services.pool, api.services.blobs, run.lease);
  const { data } = await api.graph(
    owner,
    "query ($id: ID!) { run(id: $id) { checkpoints { step modelVersions { number } } modelVersions { number } } }",
    { id: run.id },
  );
  expect(data.run.checkpoints.map(({ step }: { step: number }) => step)).toEqual([1, 2, 3]);
  expect(data.run.modelVersions).toEqual([{ number: 2 }, { number: 1 }]);

  await finishRun(api.services.pool, { ...run.lease, status: "SUCCEEDED" });
  const refused = await mutate("deleteRuns", { ids: [run.id] }, "");
  expect(refused).toMatchObject({ code: "CONFLICT" });
  expect(refused.message).toContain(`Version 1 of the registered model "cars" comes from run #${run.number}.`);
  expect(await mutate("deleteDataset", { id: datasetId }, "{ id }")).toMatchObject({ code: "CONFLICT" });

  // Without its versions it goes as any other; their numbers are not given again.
  expect(await mutate("deleteModelVersion", { id: first.id }, "", colleague)).toMatchObject({ code: "FORBIDDEN" });
  expect(await mutate("deleteModelVersion", { id: first.id }, "")).toBe(first.id);
  expect(await mutate("deleteModelVersion", { id: second.id }, "")).toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining('"candidate" points to this version'),
  });
  await moveAlias({ modelId: first.model.id, alias: "candidate" });
  expect(await mutate("deleteModelVersion", { id: second.id }, "")).toBe(second.id);
  const next = await trainedRun([1]);
  expect(await register(next.checkpoints[0]?.id ?? "", "cars")).toMatchObject({ number: 3 });
  await finishRun(api.services.pool, { ...next.lease, status: "SUCCEEDED" });
  expect(await mutate("deleteRuns", { ids: [run.id] }, "")).toEqual([run.id]);
});

test("of two people who move an alias at once both moves are kept in order, or the one who looked before the other is told", async () => {
  const run = await trainedRun([1, 2, 3]);
  for (const checkpoint of run.checkpoints) await register(checkpoint.id, "raced");
  const version = await register(run.checkpoints[0]?.id ?? "", "raced", { aliases: ["production"] });
  const modelId = version.model.id;

  // Neither says what was seen: both come in, one after the other.
  await Promise.all(
    [1, 2, 3, 1, 2, 3, 1, 2].map((to, i) =>
      moveAlias({ modelId, alias: "production", version: to }, i % 2 ? owner : colleague),
    ),
  );
  const { aliases, aliasMoves } = await readModel(modelId);
  const moves = [...aliasMoves].reverse();
  for (const [place, move] of moves.entries()) expect(move.fromVersion).toBe(moves[place - 1]?.toVersion ?? null);
  expect(aliases).toMatchObject([{ name: "production", version: { number: moves.at(-1).toVersion } }]);

  // Both saw the same: one wins, the other learns where it points now.
  const seen = aliases[0].version.number;
  const others = [1, 2, 3, 4].filter((number) => number !== seen);
  const answers = await Promise.all(
    others.map((to, i) =>
      moveAlias({ modelId, alias: "production", version: to, expectedVersion: seen }, i % 2 ? owner : colleague),
    ),
  );
  const won = answers.filter((answer) => answer.aliases);
  expect(won).toHaveLength(1);
  const now = won[0].aliases[0].version.number;
  for (const answer of answers.filter(({ code }) => code)) {
    expect(answer).toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(`It now points to version ${now}`),
    });
  }
  expect((await readModel(modelId)).aliasMoves).toHaveLength(aliasMoves.length + 1);
  await finishRun(api.services.pool, { ...run.lease, status: "SUCCEEDED" });
});

test("two who register at once get two numbers", async () => {
  const run = await trainedRun([1]);
  const versions = await Promise.all(
    Array.from({ length: 8 }, () => register(run.checkpoints[0]?.id ?? "", "at once")),
  );
  expect(versions.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  await finishRun(api.services.pool, { ...run.lease, status: "SUCCEEDED" });
});

test("a version, its run, snapshot, dataset and images are read in one query, and the way back too", async () => {
  const run = await trainedRun([1]);
  const version = await register(run.checkpoints[0]?.id ?? "", "lineage");
  const { data, errors: problems } = await api.graph(
    owner,
    `query ($id: ID!) { registeredModel(id: $id) { versions { number checkpoint { step run { id snapshot { hash dataset { id name }
       images(first: 2, subset: TRAIN) { endCursor images { fileName subset annotationCount image { id fileName trainedModels { id number } } } } trainedModels { id } } } } } } }`,
    { id: version.model.id },
  );
  expect(problems).toEqual([]);
  const { checkpoint } = data.registeredModel.versions[0];
  const { snapshot } = checkpoint.run;
  expect(checkpoint).toMatchObject({
    step: 1,
    run: { id: run.id, snapshot: { dataset: { id: datasetId, name: "streets" } } },
  });
  expect(snapshot.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(snapshot.images.images).toHaveLength(2);
  for (const image of snapshot.images.images) {
    expect(image).toMatchObject({ subset: "TRAIN", image: { fileName: image.fileName } });
    expect(image.image.trainedModels.map(({ id }: { id: string }) => id)).toContain(version.id);
  }
  expect(snapshot.trainedModels.map(({ id }: { id: string }) => id)).toContain(version.id);

  // An image that was only validated on trained nothing.
  const held = await api.graph(
    owner,
    `query ($id: ID!, $after: ID) { run(id: $id) { snapshot { val: images(subset: VAL) { images { image { trainedModels { id } } } }
       train: images(first: 500, subset: TRAIN, after: $after) { endCursor images { fileName } } } } }`,
    { id: run.id, after: snapshot.images.endCursor },
  );
  const { val, train } = held.data.run.snapshot;
  expect(val.images.length).toBeGreaterThan(0);
  for (const { image } of val.images) expect(image.trainedModels).toEqual([]);
  expect(train.endCursor).toBeNull();
  const names = [...snapshot.images.images, ...train.images].map(({ fileName }: { fileName: string }) => fileName);
  expect(new Set(names).size).toBe(names.length);
  await finishRun(api.services.pool, { ...run.lease, status: "SUCCEEDED" });
});

test("weights are downloaded by alias, number and latest, asked for anew each time, and by members alone", async () => {
  const run = await trainedRun([1, 2]);
  const [one, two] = run.checkpoints;
  const { model } = await register(one?.id ?? "", "Läufer 2.0", { aliases: ["production"] });
  await register(two?.id ?? "", "Läufer 2.0");
  const path = `/files/models/${encodeURIComponent("Läufer 2.0")}`;
  for (const [reference, checkpoint, number] of [
    ["production", one, 1],
    ["1", one, 1],
    ["v2", two, 2],
    ["latest", two, 2],
  ] as const) {
    const response = await download(`${path}/${reference}`);
    expect([reference, response.statusCode]).toEqual([reference, 200]);
    expect(response.rawPayload.equals(checkpoint?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect(response.headers).toMatchObject({
      "x-model-version": String(number),
      "content-disposition": `attachment; filename="L-ufer-2.0-v${number}.safetensors"`,
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-cache",
    });
  }
  const etag = String((await download(`${path}/production`)).headers.etag);
  expect((await download(`${path}/production`, owner, { "if-none-match": etag })).statusCode).toBe(304);
  await moveAlias({ modelId: model.id, alias: "production", version: 2 });
  const moved = await download(`${path}/production`, owner, { "if-none-match": etag });
  expect(moved.rawPayload.equals(two?.bytes ?? Buffer.alloc(0))).toBe(true);

  const stranger = await api.person({ projectId: await api.project() });
  expect((await download(`${path}/production`, null)).statusCode).toBe(401);
  expect((await download(`${path}/production`, stranger)).statusCode).toBe(404);
  for (const reference of ["3", "v0", "nothing", "..%2f..%2fetc%2fpasswd", "%252e%252e", "1'--"])
    expect([reference, (await download(`${path}/${reference}`)).statusCode]).toEqual([reference, 404]);

  // The same name in another project of the reader's: which one is meant has to be said.
  const elsewhere = await api.project();
  await api.services.prisma.projectMember.create({
    data: { projectId: elsewhere, userId: owner.userId, role: "VIEWER" },
  });
  await api.services.prisma.registeredModel.create({ data: { projectId: elsewhere, name: "Läufer 2.0" } });
  expect((await download(`${path}/1`)).json().error.message).toContain("project=ID");
  expect((await download(`${path}/1?project=${encodeGlobalId("Project", projectId)}`)).statusCode).toBe(200);
  await finishRun(api.services.pool, { ...run.lease, status: "SUCCEEDED" });
});

test("archiving hides, is undone, and is refused for what an alias points at", async () => {
  const run = await trainedRun([1]);
  const version = await register(run.checkpoints[0]?.id ?? "", "old", { aliases: ["production"] });
  expect(await mutate("updateModelVersion", { id: version.id, archived: true }, "{ archived }")).toMatchObject({
    code: "CONFLICT",
  });
  await moveAlias({ modelId: version.model.id, alias: "production" });
  expect(
    await mutate("updateModelVersion", { id: version.id, archived: true, notes: "n" }, "{ archived notes }"),
  ).toEqual({ archived: true, notes: "n" });
  expect(await readModel(version.model.id)).toMatchObject({ latestVersion: null });
  expect(await moveAlias({ modelId: version.model.id, alias: "production", version: 1 })).toMatchObject({
    code: "CONFLICT",
  });
  const list = async (archived: boolean) => {
    const { data } = await api.graph(
      owner,
      "query ($archived: Boolean) { registeredModels(archived: $archived) { name } }",
      { archived },
    );
    return data.registeredModels.map(({ name }: { name: string }) => name);
  };
  await mutate("updateRegisteredModel", { id: version.model.id, archived: true }, "{ id }");
  expect(await list(true)).toEqual(["old"]);
  expect(await list(false)).not.toContain("old");
  expect(await register(run.checkpoints[0]?.id ?? "", "old")).toMatchObject({ code: "CONFLICT" });
  await mutate("updateRegisteredModel", { id: version.model.id, archived: false, name: "older" }, "{ id }");
  expect(await list(false)).toContain("older");
  await finishRun(api.services.pool, { ...run.lease, status: "SUCCEEDED" });
});

test.each([
  [{ name: "../etc" }, "letter or digit"],
  [{ name: "a/b" }, "letter or digit"],
  [{ name: "ok", aliases: ["v3"] }, "reads as a version"],
  [{ name: "ok", aliases: ["latest"] }, "newest version"],
  [{ name: "ok", aliases: ["V3"] }, "reads as a version"],
  [{ name: "ok", aliases: ["Latest"] }, "newest version"],
  [{ name: "ok", aliases: ["3"] }, "begins with a letter"],
  [{ name: "ok", checkpointId: encodeGlobalId("Checkpoint", newId()) }, "There is no such checkpoint."],
])("refuses %j", async (input, reason) => {
  const checkpoint = await api.services.prisma.checkpoint.findFirstOrThrow();
  const answer = await register(encodeGlobalId("Checkpoint", checkpoint.id), "ok", input);
  expect(answer.message).toContain(reason);
  expect(await api.services.prisma.registeredModel.count({ where: { name: "ok" } })).toBe(0);
});
