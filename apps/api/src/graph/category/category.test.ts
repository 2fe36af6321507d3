import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
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

interface CategoryRow {
  id: string;
  name: string;
  color: string;
  annotationCount: number;
}

/** A dataset of its own for each test, with its categories by name. */
async function importDataset(name: string): Promise<string> {
  return (await api.importZip(owner, await makeCocoZip(), { dataset: name })).datasetId;
}

async function categoriesOf(datasetId: string): Promise<Record<string, CategoryRow>> {
  const { data } = await api.graph(
    owner,
    "query ($id: ID!) { dataset(id: $id) { categories { id name color annotationCount } } }",
    { id: datasetId },
  );
  return Object.fromEntries(data.dataset.categories.map((category: CategoryRow) => [category.name, category]));
}

const FIELDS: Record<string, string> = {
  createCategory: "... on CreateCategorySuccess { data { id name color } }",
  updateCategory: "... on UpdateCategorySuccess { data { id name color } }",
  mergeCategories: "... on MergeCategoriesSuccess { data { annotationCount category { name annotationCount } } }",
  deleteCategory: "... on DeleteCategorySuccess { data }",
  createSnapshot: "... on CreateSnapshotSuccess { data { id hash } }",
};

async function mutate(field: string, input: object) {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const { data, errors } = await api.graph(
    owner,
    `mutation ($input: ${type}!) { ${field}(input: $input) { __typename ${FIELDS[field]} ... on Error { message } } }`,
    { input },
  );
  expect(errors).toEqual([]);
  return data[field];
}

async function differenceOf(fromId: string, toId: string) {
  const { data } = await api.graph(
    owner,
    `query ($fromId: ID!, $toId: ID!) { snapshotDiff(fromId: $fromId, toId: $toId) { isEmpty categoriesAdded categoriesRemoved
      categoriesRenamed { before after } annotations { changed geometryChanged categoryChanged } } }`,
    { fromId, toId },
  );
  return data.snapshotDiff;
}

describe("a category", () => {
  test("gets another name and colour; the snapshots' difference tells", async () => {
    const datasetId = await importDataset("renamed");
    const { car } = await categoriesOf(datasetId);
    const before = (await mutate("createSnapshot", { datasetId })).data;
    expect((await mutate("updateCategory", { id: car?.id, name: " vehicle ", color: "#AABBCC" })).data).toEqual({
      id: car?.id,
      name: "vehicle",
      color: "#aabbcc",
    });
    const after = (await mutate("createSnapshot", { datasetId })).data;
    expect(after.hash).not.toBe(before.hash);
    expect(await differenceOf(before.id, after.id)).toEqual({
      isEmpty: false,
      categoriesAdded: [],
      categoriesRemoved: [],
      categoriesRenamed: [{ before: "car", after: "vehicle" }],
      annotations: { changed: 0, geometryChanged: 0, categoryChanged: 0 },
    });
    const back = await mutate("updateCategory", { id: car?.id, name: "car" });
    expect(back.data.name).toBe("car");
    expect((await mutate("createSnapshot", { datasetId })).data.hash).toBe(before.hash);
    const others = Object.keys(await categoriesOf(datasetId)).filter((name) => name !== "car");
    expect(await mutate("updateCategory", { id: car?.id, name: others[0] })).toMatchObject({
      __typename: "ConflictError",
      message: expect.stringContaining("Merge the two"),
    });
    expect((await mutate("updateCategory", { id: car?.id, color: "red" })).message).toMatch(/#rrggbb/);
  });

  test("is merged into another: every annotation has a revision, and can go back", async () => {
    const datasetId = await importDataset("merged");
    const { car, ...rest } = await categoriesOf(datasetId);
    const into = Object.values(rest).find((one) => one.annotationCount > 0) as CategoryRow;
    const before = (await mutate("createSnapshot", { datasetId })).data;
    const cars = car?.annotationCount ?? 0;
    expect(cars).toBeGreaterThan(0);
    expect((await mutate("mergeCategories", { fromId: car?.id, intoId: into.id })).data).toEqual({
      annotationCount: cars,
      category: { name: into.name, annotationCount: into.annotationCount + cars },
    });
    expect(await categoriesOf(datasetId)).not.toHaveProperty("car");
    const after = (await mutate("createSnapshot", { datasetId })).data;
    expect(await differenceOf(before.id, after.id)).toMatchObject({
      categoriesRemoved: ["car"],
      annotations: { changed: cars, geometryChanged: 0, categoryChanged: cars },
    });

    // Import of the same files again brings nothing back; a restored annotation brings its category with it.
    await api.importZip(owner, await makeCocoZip(), { dataset: "merged" });
    expect(await categoriesOf(datasetId)).not.toHaveProperty("car");
    const { prisma } = api.services;
    const changed = await prisma.annotationRevision.findFirstOrThrow({
      where: { revision: 2, annotation: { dataset: { name: "merged" } } },
      include: { author: true },
    });
    expect(changed).toMatchObject({ change: "CHANGED", author: { email: owner.email } });
    const id = Buffer.from(`Annotation:${changed.annotationId}`).toString("base64url");
    const restored = await api.graph(
      owner,
      `mutation ($id: ID!) { restoreAnnotation(input: {id: $id, revision: 1, expectedRevision: 2}) {
        ... on RestoreAnnotationSuccess { data { category { name } revisions { category { name } } } } } }`,
      { id },
    );
    expect(restored.data.restoreAnnotation.data).toEqual({
      category: { name: "car" },
      revisions: [{ category: { name: "car" } }, { category: { name: into.name } }, { category: { name: "car" } }],
    });
    expect((await categoriesOf(datasetId)).car).toMatchObject({ annotationCount: 1 });
  });

  test("is deleted when no annotation has it, and comes back under its name", async () => {
    const datasetId = await importDataset("deleted");
    const { car } = await categoriesOf(datasetId);
    expect(await mutate("deleteCategory", { id: car?.id })).toMatchObject({
      __typename: "ConflictError",
      message: expect.stringMatching(/annotations? (has|have) the category "car"\. Merge it/),
    });
    const made = (await mutate("createCategory", { datasetId, name: "typo", color: "#112233" })).data;
    expect((await mutate("deleteCategory", { id: made.id })).data).toBe(made.id);
    expect(await categoriesOf(datasetId)).not.toHaveProperty("typo");
    expect(await mutate("deleteCategory", { id: made.id })).toMatchObject({ __typename: "NotFoundError" });
    expect((await mutate("createCategory", { datasetId, name: "typo" })).data).toEqual(made);
    expect(await categoriesOf(datasetId)).toHaveProperty("typo");
  });

  test("is merged with none of another dataset, and not with itself", async () => {
    const [one, other] = [await importDataset("one"), await importDataset("other")];
    const [mine, theirs] = [(await categoriesOf(one)).car, (await categoriesOf(other)).car];
    const merge = (intoId?: string) => mutate("mergeCategories", { fromId: mine?.id, intoId });
    expect(await merge(mine?.id)).toMatchObject({ message: "A category cannot be merged into itself." });
    expect(await merge(theirs?.id)).toMatchObject({ message: "These categories belong to different datasets." });
    expect((await categoriesOf(one)).car).toEqual(mine);
  });
});

test("a run tells that a category of its data has another name", async () => {
  const datasetId = await importDataset("trained");
  const launched = await api.graph(
    owner,
    `mutation ($input: LaunchRunInput!) { launchRun(input: $input) { ... on LaunchRunSuccess { data { id } } ... on Error { message } } }`,
    { input: { datasetId, recipe: "MININET", preset: "demo", name: "r" } },
  );
  const read = async () => {
    const { data } = await api.graph(
      owner,
      "query ($id: ID!) { run(id: $id) { dataChanges { categoriesRenamed { before after } changeCount } } }",
      { id: launched.data.launchRun.data.id },
    );
    return data.run.dataChanges;
  };
  expect(await read()).toBeNull();
  const { car } = await categoriesOf(datasetId);
  await mutate("updateCategory", { id: car?.id, color: "#000000" });
  expect(await read()).toBeNull();
  await mutate("updateCategory", { id: car?.id, name: "vehicle" });
  expect(await read()).toEqual({ categoriesRenamed: [{ before: "car", after: "vehicle" }], changeCount: 0 });
});
