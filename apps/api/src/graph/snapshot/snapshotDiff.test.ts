import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { makePicture } from "../../testing/makePicture.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let stranger: TestPerson;
let datasetId: string;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  stranger = await api.person({ projectId: await api.project() });
  ({ datasetId } = await api.importZip(owner, await makeCocoZip({ images: 6 }), { dataset: "moving" }));
});

afterAll(async () => {
  await api?.close();
});

async function ask(query: string, variables: Record<string, unknown>, person = owner) {
  const { data, errors } = await api.graph(person, query, variables);
  expect(errors).toEqual([]);
  return data;
}

async function freeze(dataset = datasetId): Promise<{ id: string; hash: string }> {
  const data = await ask(
    "mutation ($datasetId: ID!) { createSnapshot(input: {datasetId: $datasetId}) { ... on CreateSnapshotSuccess { data { id hash } } } }",
    { datasetId: dataset },
  );
  return data.createSnapshot.data;
}

const DIFF = `from { id } to { id } images { added removed changed } annotations { added removed changed geometryChanged categoryChanged }
  categoriesAdded categoriesRemoved changeCount changedOnly: changeCount(kind: CHANGED)
  changes(first: 10) { kind fileName image { id } imageChanged subsetBefore subsetAfter annotations { added removed changed }
    annotationChanges { kind geometryChanged categoryBefore categoryAfter revisionBefore revisionAfter } }`;

const diffOf = async (fromId: string, toId: string, person = owner) =>
  (
    await ask(
      `query ($fromId: ID!, $toId: ID!) { snapshotDiff(fromId: $fromId, toId: $toId) { ${DIFF} } }`,
      { fromId, toId },
      person,
    )
  ).snapshotDiff;

async function annotationsOf(
  fileName: string,
): Promise<{ id: string; revision: number; category: { id: string; name: string } }[]> {
  const data = await ask(
    "query ($id: ID!, $name: String) { dataset(id: $id) { images(filter: {fileNameContains: $name}) { edges { node { annotations { id revision category { id name } } } } } } }",
    { id: datasetId, name: fileName },
  );
  return data.dataset.images.edges[0].node.annotations;
}

const update = (input: Record<string, unknown>) =>
  ask("mutation ($input: UpdateAnnotationInput!) { updateAnnotation(input: $input) { __typename } }", { input });
const remove = (input: Record<string, unknown>) =>
  ask("mutation ($input: DeleteAnnotationInput!) { deleteAnnotation(input: $input) { __typename } }", { input });
const square = (at: number) => ({ parts: [{ outer: [at, 5, at + 8, 5, at + 8, 13, at, 13] }] });

async function launch(): Promise<string> {
  const data = await ask(
    `mutation ($input: LaunchRunInput!) { launchRun(input: $input) { ... on Error { message } ... on LaunchRunSuccess { data { id } } } }`,
    { input: { datasetId, recipe: "MININET", preset: "demo" } },
  );
  return data.launchRun.data.id;
}

const changesOf = async (runId: string) =>
  (await ask(`query ($id: ID!) { run(id: $id) { dataChanges { ${DIFF} } } }`, { id: runId })).run.dataChanges;

test("two snapshots differ by what was edited and imported between them, and a run says that its data has moved on", async () => {
  const before = await freeze();
  const runId = await launch();
  expect(await changesOf(runId)).toBeNull();

  const [car, sign] = await annotationsOf("000.jpg");
  await update({ id: car?.id, expectedRevision: 1, geometry: square(30) });
  await update({ id: sign?.id, expectedRevision: 1, categoryId: car?.category.id });
  const [gone] = await annotationsOf("001.jpg");
  await remove({ id: gone?.id, expectedRevision: 1 });
  // Changed and changed back: another revision, the same content.
  const [backAndForth] = await annotationsOf("002.jpg");
  await update({ id: backAndForth?.id, expectedRevision: 1, geometry: square(30) });
  await update({ id: backAndForth?.id, expectedRevision: 2, geometry: square(4) });
  const files = { "images/006.jpg": await makePicture({ seed: 70 }) };
  await api.importZip(owner, await makeCocoZip({ images: 0, files }), { dataset: datasetId });

  const after = await freeze();
  const found = await diffOf(before.id, after.id);
  const annotations = { added: 0, removed: 1, changed: 2, geometryChanged: 1, categoryChanged: 1 };
  expect(found).toMatchObject({
    from: { id: before.id },
    to: { id: after.id },
    images: { added: 1, removed: 0, changed: 2 },
    annotations,
    changeCount: 3,
    changedOnly: 2,
  });
  expect(found.changes).toMatchObject([
    {
      kind: "CHANGED",
      fileName: "images/000.jpg",
      imageChanged: false,
      annotationChanges: [
        {
          kind: "CHANGED",
          geometryChanged: true,
          categoryBefore: "car",
          categoryAfter: "car",
          revisionBefore: 1,
          revisionAfter: 2,
        },
        { kind: "CHANGED", geometryChanged: false, categoryBefore: "sign", categoryAfter: "car" },
      ],
    },
    {
      kind: "CHANGED",
      fileName: "images/001.jpg",
      annotationChanges: [{ kind: "REMOVED", categoryBefore: "car", categoryAfter: null }],
    },
    { kind: "ADDED", fileName: "images/006.jpg", annotationChanges: [], annotations: { added: 0 } },
  ]);
  expect(found.changes[2].image.id).toBeTruthy();
  expect((await diffOf(after.id, before.id)).images).toEqual({ added: 0, removed: 1, changed: 2 });
  expect((await diffOf(after.id, after.id)).changes).toEqual([]);

  const moved = await changesOf(runId);
  expect(moved).toMatchObject({ to: null, images: { added: 1, removed: 0, changed: 2 }, annotations });
  // A run on the data as it is now has nothing to tell.
  expect(await changesOf(await launch())).toBeNull();
});

test("an edit that is taken back leaves a run's data as it was", async () => {
  const runId = await launch();
  const [annotation] = await annotationsOf("003.jpg");
  await update({ id: annotation?.id, expectedRevision: 1, geometry: square(40) });
  expect(await changesOf(runId)).toMatchObject({ images: { changed: 1 } });
  await update({ id: annotation?.id, expectedRevision: 2, geometry: square(4) });
  expect(await changesOf(runId)).toBeNull();
});

test("snapshots are found by the beginning of their hash, by members only", async () => {
  const { id, hash } = await freeze();
  const find = async (person: TestPerson, text: string) =>
    (await ask("query ($hash: String!) { snapshotsByHash(hash: $hash) { id } }", { hash: text }, person))
      .snapshotsByHash;
  expect(await find(owner, hash.slice(0, 12))).toEqual([{ id }]);
  expect(await find(stranger, hash)).toEqual([]);
  expect(await diffOf(id, id, stranger)).toBeNull();
  const { errors } = await api.graph(owner, `{ snapshotsByHash(hash: "%") { id } }`);
  expect(errors[0]?.extensions.code).toBe("INVALID_INPUT");
  const other = await api.importZip(owner, await makeCocoZip({ images: 1 }), { dataset: "other" });
  const refused = await api.graph(
    owner,
    "query ($a: ID!, $b: ID!) { snapshotDiff(fromId: $a, toId: $b) { changeCount } }",
    {
      a: id,
      b: (await freeze(other.datasetId)).id,
    },
  );
  expect(refused.errors[0]?.message).toMatch(/two datasets/);
});
