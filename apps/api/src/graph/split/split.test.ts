import { readdirSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { makePicture } from "../../testing/makePicture.ts";
import { sampleFolder, zipFolder } from "../../testing/sampleFolder.ts";
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

const OUTCOME = "__typename ... on Error { message } ... on InvalidInputError { field }";
const LEAKAGE = `leaks heldOutImages exactPairs nearPairs groupPairs groups groupsLeaking pairCount
  pairs(first: 500) { kind seen { fileName thumbnailUrl } seenSubset heldOut { fileName } heldOutSubset distanceBits group }`;

async function mutate(field: string, inputType: string, input: Record<string, unknown>, selection: string) {
  const success = `${field.charAt(0).toUpperCase()}${field.slice(1)}Success`;
  const { data, errors } = await api.graph(
    owner,
    `mutation ($input: ${inputType}!) { ${field}(input: $input) { ${OUTCOME} ... on ${success} { data { ${selection} } } } }`,
    { input },
  );
  expect(errors).toEqual([]);
  return data[field];
}

const createSplit = (input: Record<string, unknown>) =>
  mutate(
    "createSplit",
    "CreateSplitInput",
    input,
    "id counts { train val test } grouping { captureGroup nearDuplicates fileNamePattern tagPrefix } leakage { leaks heldOutImages }",
  );
const launch = (input: Record<string, unknown>) =>
  mutate(
    "launchRun",
    "LaunchRunInput",
    { recipe: "MININET", preset: "demo", ...input },
    "id leakage { heldOutImages exactPairs nearPairs groupPairs groups groupsLeaking } snapshot { split { name leakage { leaks } } }",
  );

async function leakageOf(splitId: string, fileNamePattern: string | null = null) {
  const { data, errors } = await api.graph(
    owner,
    `query ($id: ID!, $pattern: String) { node(id: $id) { ... on Split { leakage(fileNamePattern: $pattern) { ${LEAKAGE} } } } }`,
    { id: splitId, pattern: fileNamePattern },
  );
  expect(errors).toEqual([]);
  return data.node.leakage;
}

async function splitsOf(datasetId: string): Promise<{ id: string; name: string }[]> {
  const { data } = await api.graph(owner, "query ($id: ID!) { dataset(id: $id) { splits { id name } } }", {
    id: datasetId,
  });
  return data.dataset.splits;
}

/** Four scenes: one is in both subsets as the same file, one as a smaller, re-encoded picture, one as another tile. */
async function importLeaking(dataset: string): Promise<{ datasetId: string; splitId: string }> {
  const scene = (seed: number) => makePicture({ widthPx: 64, heightPx: 48, seed });
  const like = await sharp(await smoothPicture(3))
    .resize(48, 36)
    .jpeg({ quality: 60 })
    .toBuffer();
  const files: Record<string, Uint8Array> = {
    "train/bridge_0.jpg": await scene(1),
    "train/car.jpg": await scene(2),
    "train/door.jpg": await smoothPicture(3),
    "train/plain.jpg": await scene(4),
    "val/bridge_1.jpg": await scene(5),
    "val/copy of car.jpg": await scene(2),
    "val/door again.jpg": like,
    "val/fine.jpg": await scene(6),
  };
  const names = Object.keys(files);
  const document = {
    images: names.map((file_name, id) => ({ id, file_name })),
    categories: [{ id: 1, name: "car" }],
    annotations: names.map((_, id) => ({
      id,
      image_id: id,
      category_id: 1,
      bbox: [4, 4, 20, 20],
      area: 400,
      segmentation: [[4, 4, 24, 4, 24, 24]],
    })),
  };
  const zip = zipSync({ ...files, "labels.json": Buffer.from(JSON.stringify(document)) });
  const { datasetId } = await api.importZip(owner, zip, { dataset, split: "FROM_FILES" });
  const [split] = await splitsOf(datasetId);
  return { datasetId, splitId: split?.id ?? "" };
}

/** A picture with large shapes, as photographs have and noise has not: its hash outlives scaling. */
async function smoothPicture(seed: number): Promise<Buffer> {
  const noise = await sharp(await makePicture({ widthPx: 9, heightPx: 8, seed, kind: "png" }))
    .resize(160, 120, { kernel: "cubic", fit: "fill" })
    .jpeg({ quality: 95 })
    .toBuffer();
  return noise;
}

describe("leakage", () => {
  test("is reported with its pairs: the same bytes, the same looks, the same group", async () => {
    const { datasetId, splitId } = await importLeaking("leaking");
    const found = await leakageOf(splitId);
    expect(found).toMatchObject({
      leaks: true,
      heldOutImages: 2,
      exactPairs: 1,
      nearPairs: 1,
      groupPairs: 0,
      pairCount: 2,
    });
    expect(found.pairs).toMatchObject([
      {
        kind: "EXACT",
        seen: { fileName: "train/car.jpg" },
        seenSubset: "TRAIN",
        heldOut: { fileName: "val/copy of car.jpg" },
        heldOutSubset: "VAL",
        distanceBits: null,
      },
      { kind: "NEAR", seen: { fileName: "train/door.jpg" }, heldOut: { fileName: "val/door again.jpg" } },
    ]);
    expect(found.pairs[1].distanceBits).toBeLessThanOrEqual(4);
    expect(found.pairs[0].seen.thumbnailUrl).toMatch(/^\/files\/images\//);

    // A pattern given with the question, then kept as capture groups.
    const asked = await leakageOf(splitId, "{group}_*");
    expect(asked).toMatchObject({ heldOutImages: 3, groupPairs: 1, groups: 1, groupsLeaking: 1 });
    expect(asked.pairs[0]).toMatchObject({
      kind: "GROUP",
      group: "file name bridge",
      seen: { fileName: "train/bridge_0.jpg" },
      heldOut: { fileName: "val/bridge_1.jpg" },
    });
    const groups = await mutate(
      "setCaptureGroups",
      "SetCaptureGroupsInput",
      { datasetId, fileNamePattern: "{group}_*" },
      "groups images",
    );
    expect(groups.data).toEqual({ groups: 1, images: 2 });
    expect(await leakageOf(splitId)).toMatchObject({ heldOutImages: 3, groupPairs: 1 });
    const cleared = await mutate("setCaptureGroups", "SetCaptureGroupsInput", { datasetId }, "groups images");
    expect(cleared.data).toEqual({ groups: 0, images: 0 });
    expect(
      await mutate("setCaptureGroups", "SetCaptureGroupsInput", { datasetId, fileNamePattern: "(a+)+" }, "groups"),
    ).toMatchObject({
      __typename: "InvalidInputError",
      field: "fileNamePattern",
      message: expect.stringMatching(/needs \{group\} once/),
    });
  });

  test("refuses a launch unless it is allowed, and the run keeps what leaked", async () => {
    const { datasetId, splitId } = await importLeaking("leaking too");
    const runs = await api.services.prisma.run.count();
    expect(await launch({ datasetId, splitId })).toMatchObject({
      __typename: "InvalidInputError",
      field: "allowLeakage",
      message: expect.stringMatching(/leaks: 2 held-out images .*1 identical, 1 similar/),
    });
    expect(await api.services.prisma.run.count()).toBe(runs);
    const { data } = await launch({ datasetId, splitId, allowLeakage: true });
    expect(data.leakage).toEqual({
      heldOutImages: 2,
      exactPairs: 1,
      nearPairs: 1,
      groupPairs: 0,
      groups: 0,
      groupsLeaking: 0,
    });

    // A split made here is locked by group, so it does not leak and the override records nothing.
    const locked = await createSplit({
      datasetId,
      name: "locked",
      strategy: "STRATIFIED",
      train: 0.5,
      val: 0.5,
      grouping: { fileNamePattern: "{group}_*" },
    });
    expect(locked.data).toMatchObject({
      grouping: { captureGroup: true, nearDuplicates: true, fileNamePattern: "{group}_*", tagPrefix: null },
      leakage: { leaks: false, heldOutImages: 0 },
    });
    expect((await launch({ datasetId, splitId: locked.data.id, allowLeakage: true })).data.leakage).toBeNull();
    const open = { captureGroup: false, nearDuplicates: false };
    const leaking = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((seed) =>
        createSplit({
          datasetId,
          name: `open ${seed}`,
          strategy: "RANDOM",
          seed,
          train: 0.5,
          val: 0.5,
          grouping: open,
        }),
      ),
    );
    expect(leaking.some(({ data: split }) => split.leakage.leaks)).toBe(true);
  });

  test("a launch without a split makes one that does not leak", async () => {
    const picture = await makePicture({ seed: 1 });
    const zip = await makeCocoZip({
      images: 8,
      files: Object.fromEntries([1, 3, 5].map((i) => [`images/00${i}.jpg`, picture])),
    });
    const { datasetId } = await api.importZip(owner, zip, { dataset: "copies" });
    const { data } = await launch({ datasetId });
    expect(data).toMatchObject({ leakage: null, snapshot: { split: { leakage: { leaks: false } } } });
  });

  test("street photographs cut into tiles leak across the split they are shipped with", {
    timeout: 180_000,
  }, async () => {
    const folder = sampleFolder("street-facades-coco");
    if (folder === null) return;
    // Counted here from the names alone: a photograph is what stands before "_scaled_".
    const subsetsOf = new Map<string, Set<string>>();
    for (const subset of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
      for (const name of readdirSync(join(folder, subset.name)).filter((file) => file.endsWith(".jpg"))) {
        const photograph = name.slice(0, name.indexOf("_scaled_"));
        subsetsOf.set(photograph, (subsetsOf.get(photograph) ?? new Set()).add(subset.name));
      }
    }
    const leaking = [...subsetsOf.values()].filter((subsets) => subsets.size > 1).length;
    // The whole sample is 23 of 74 photographs; without its test folder 9 of 48 are left.
    expect([
      [23, 74],
      [9, 48],
    ]).toContainEqual([leaking, subsetsOf.size]);

    const zip = zipFolder(folder, (path) => path.endsWith(".jpg") || path.endsWith("_annotations.coco.json"));
    const { datasetId } = await api.importZip(owner, zip, { dataset: "facades", split: "FROM_FILES" });
    const [shipped] = await splitsOf(datasetId);
    // The names are Roboflow's: the import has told the photographs by them.
    const found = await leakageOf(shipped?.id ?? "");
    expect(found).toMatchObject({ leaks: true, groups: subsetsOf.size, groupsLeaking: leaking });
    expect(new Set(found.pairs.map((pair: { group: string }) => pair.group)).size).toBe(leaking);
    expect((await launch({ datasetId, splitId: shipped?.id ?? "" })).field).toBe("allowLeakage");

    const locked = await createSplit({
      datasetId,
      name: "by photograph",
      strategy: "STRATIFIED",
      train: 0.7,
      val: 0.3,
    });
    expect(await leakageOf(locked.data.id)).toMatchObject({ leaks: false, groups: subsetsOf.size, groupsLeaking: 0 });
  });
});

describe("sizes and folds", () => {
  test("counts leave the other images out, and balance is told by class and size", async () => {
    const { datasetId } = await api.importZip(owner, await makeCocoZip({ images: 10 }), { dataset: "counted" });
    const made = await createSplit({ datasetId, name: "few", strategy: "STRATIFIED", trainCount: 4, valCount: 2 });
    expect(made.data.counts).toEqual({ train: 4, val: 2, test: 0 });
    const { data } = await api.graph(
      owner,
      "query ($id: ID!) { node(id: $id) { ... on Split { perSize { size train val test } perClass { train val } } } }",
      { id: made.data.id },
    );
    expect(data.node).toEqual({
      perSize: [
        { size: "SMALL", train: 8, val: 4, test: 0 },
        { size: "MEDIUM", train: 0, val: 0, test: 0 },
        { size: "LARGE", train: 0, val: 0, test: 0 },
      ],
      perClass: [
        { train: 4, val: 2 },
        { train: 4, val: 2 },
      ],
    });
    expect(await createSplit({ datasetId, name: "many", strategy: "RANDOM", trainCount: 40 })).toMatchObject({
      message: expect.stringMatching(/40 images are asked for and there are 10/),
    });
  });

  test("k folds are k splits in which every image validates once", async () => {
    const { datasetId } = await api.importZip(owner, await makeCocoZip({ images: 9 }), { dataset: "folded" });
    const folds = (input: Record<string, unknown>) =>
      mutate(
        "createFolds",
        "CreateFoldsInput",
        { datasetId, name: "cross", folds: 3, ...input },
        "id name fold folds counts { train val test }",
      );
    const { data } = await folds({});
    expect(data).toMatchObject(
      [1, 2, 3].map((fold) => ({ name: `cross ${fold}/3`, fold, folds: 3, counts: { train: 6, val: 3, test: 0 } })),
    );
    const held = await api.services.prisma.splitAssignment.findMany({
      where: { subset: "VAL", split: { name: { startsWith: "cross" } } },
    });
    expect(new Set(held.map(({ imageId }) => imageId)).size).toBe(9);
    expect(await folds({})).toMatchObject({ __typename: "ConflictError" });
    expect(await folds({ name: "one", folds: 1 })).toMatchObject({ __typename: "InvalidInputError", field: "folds" });
    expect(await api.services.prisma.split.count({ where: { name: { startsWith: "one" } } })).toBe(0);
  });

  test("images that share a tag stay together", async () => {
    const { datasetId } = await api.importZip(owner, await makeCocoZip({ images: 8 }), { dataset: "tagged" });
    await api.services.prisma.image.updateMany({
      where: { dataset: { name: "tagged" }, fileName: { in: ["images/001.jpg", "images/004.jpg", "images/006.jpg"] } },
      data: { tags: ["dusk", "site:4"] },
    });
    for (const seed of [1, 2, 3, 4]) {
      const { data } = await createSplit({
        datasetId,
        name: `tags ${seed}`,
        seed,
        strategy: "RANDOM",
        train: 0.5,
        val: 0.5,
        grouping: { tagPrefix: "site:" },
      });
      const id = Buffer.from(data.id, "base64url").toString().split(":")[1] ?? "";
      const placed = await api.services.prisma.splitAssignment.findMany({
        where: { splitId: id, image: { tags: { has: "site:4" } } },
      });
      expect(new Set(placed.map(({ subset }) => subset)).size).toBe(1);
    }
  });
});

test("a split is deleted, and a snapshot made with it keeps its subsets", async () => {
  const { datasetId, splitId } = await importLeaking("without its split");
  const frozen = await api.graph(
    owner,
    "mutation ($input: CreateSnapshotInput!) { createSnapshot(input: $input) { ... on CreateSnapshotSuccess { data { id hash } } } }",
    { input: { datasetId, splitId } },
  );
  const { id, hash } = frozen.data.createSnapshot.data;
  const remove = () =>
    api.graph(
      owner,
      "mutation ($id: ID!) { deleteSplit(input: {id: $id}) { __typename ... on DeleteSplitSuccess { data } } }",
      { id: splitId },
    );
  expect((await remove()).data.deleteSplit.data).toBe(splitId);
  expect(await splitsOf(datasetId)).toEqual([]);
  expect((await remove()).data.deleteSplit.__typename).toBe("NotFoundError");
  const kept = await api.graph(owner, "query ($id: ID!) { node(id: $id) { ... on Snapshot { hash split { id } } } }", {
    id,
  });
  expect(kept.data.node).toEqual({ hash, split: null });
  const archive = await api.fastify.inject({
    url: `/files/snapshots/${id}/export`,
    query: { format: "yolo", images: "false" },
    headers: { authorization: `Bearer ${owner.token}` },
  });
  expect(archive.rawPayload.toString("latin1")).toContain("labels/val/");
});
