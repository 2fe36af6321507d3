import { currentManifest } from "@maskyard/store";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { decodeGlobalId } from "../../domain/ids/globalId.ts";
import { countStatements } from "../../testing/countStatements.ts";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let editor: TestPerson;
let viewer: TestPerson;
let datasetId: string;
let splitId: string;
/** Of images/000.jpg to 005.jpg. */
let ids: string[];
let count = 0;

beforeAll(async () => {
  api = await startTestApi();
  const projectId = await api.project();
  owner = await api.person({ projectId });
  editor = await api.person({ projectId, role: "EDITOR" });
  viewer = await api.person({ projectId, role: "VIEWER" });
});
afterAll(async () => {
  await api?.close();
});

async function ask(query: string, variables: Record<string, unknown> = {}, person = owner) {
  const { data, errors } = await api.graph(person, query, variables);
  expect(errors).toEqual([]);
  return data;
}

beforeEach(async () => {
  count += 1;
  ({ datasetId } = await api.importZip(owner, await makeCocoZip({ images: 6 }), { dataset: `six ${count}` }));
  ids = await imageIds();
  const split = await ask(
    `mutation ($input: CreateSplitInput!) { createSplit(input: $input) { ... on CreateSplitSuccess { data { id } } } }`,
    { input: { datasetId, name: "a", strategy: "RANDOM", train: 0.5, val: 0.5 } },
  );
  splitId = split.createSplit.data.id;
  await ask(`mutation ($input: TagImagesInput!) { tagImages(input: $input) { __typename } }`, {
    input: { datasetId, imageIds: [ids[0], ids[1]], add: ["night"] },
  });
});

async function imageIds(): Promise<string[]> {
  const { dataset } = await ask(
    `query ($id: ID!) { dataset(id: $id) { images(first: 50) { edges { node { id } } } } }`,
    {
      id: datasetId,
    },
  );
  return dataset.images.edges.map(({ node }: { node: { id: string } }) => node.id);
}

async function remove(images: (string | undefined)[], person = owner) {
  const { deleteImages } = await ask(
    `mutation ($input: DeleteImagesInput!) { deleteImages(input: $input) { __typename
      ... on DeleteImagesSuccess { data { deletedAt imageCount annotationCount dataset { imageCount annotationCount } } }
      ... on Error { message } } }`,
    { input: { datasetId, imageIds: images } },
    person,
  );
  return deleteImages;
}

async function restore(which: object, person = owner) {
  const { restoreDeletedImages } = await ask(
    `mutation ($input: RestoreDeletedImagesInput!) { restoreDeletedImages(input: $input) { __typename
      ... on RestoreDeletedImagesSuccess { data { imageCount annotationCount dataset { imageCount annotationCount } } }
      ... on Error { message } } }`,
    { input: { datasetId, ...which } },
    person,
  );
  return restoreDeletedImages;
}

/** Everything that lists or counts a dataset's images. */
async function everything() {
  const { dataset, image, split } = await ask(
    `query ($id: ID!, $image: ID!, $split: ID!) {
      dataset(id: $id) {
        imageCount annotationCount tags { name imageCount } coverImages(first: 24) { id }
        images(first: 50) { totalCount edges { node { id } } }
        imagePage { totalCount images { id } }
        inSplit: imagePage(filter: {splitId: $split}) { totalCount }
        unannotated: imagePage(filter: {unannotated: true}) { totalCount }
        categories { name annotationCount }
      }
      image(id: $image) { next { id } previous { id } placeIn { position totalCount next { id } previous { id } } }
      split: node(id: $split) { ... on Split { counts { train val test } perClass { category { name } train val test } leakage { heldOutImages } } }
    }`,
    { id: datasetId, image: ids[1], split: splitId },
  );
  const manifestOf = async (of: string | null) => {
    const manifest = await currentManifest(api.services, { datasetId: decodeGlobalId(datasetId).id, splitId: of });
    return manifest.images.map(({ fileName, annotations }) => [fileName, annotations.length]);
  };
  const groups = await ask(
    `mutation ($input: SetCaptureGroupsInput!) { setCaptureGroups(input: $input) { ... on SetCaptureGroupsSuccess { data { images } } } }`,
    { input: { datasetId, fileNamePattern: "images/{group}.jpg" } },
  );
  const findings = await ask(`query ($id: ID!) { dataset(id: $id) { findings { kinds { kind imageCount } } } }`, {
    id: datasetId,
  });
  return {
    dataset,
    image,
    split,
    whole: await manifestOf(null),
    ofSplit: (await manifestOf(decodeGlobalId(splitId).id)).length,
    groups: groups.setCaptureGroups.data.images,
    findings,
  };
}

const total = ({ train, val, test: tested }: { train: number; val: number; test: number }) => train + val + tested;

describe("deleted images", () => {
  test("are in no list and no count, and undoing brings everything back as it was", async () => {
    const before = await everything();
    expect(before.dataset).toMatchObject({
      imageCount: 6,
      annotationCount: 12,
      tags: [{ name: "night", imageCount: 2 }],
    });
    expect(total(before.split.counts)).toBe(6);

    const { data } = await remove([ids[0], ids[2]], editor);
    expect(data).toMatchObject({ imageCount: 2, annotationCount: 4, dataset: { imageCount: 4, annotationCount: 8 } });

    const after = await everything();
    const left = [1, 3, 4, 5].map((index) => ({ id: ids[index] }));
    expect(after.dataset).toEqual({
      imageCount: 4,
      annotationCount: 8,
      tags: [{ name: "night", imageCount: 1 }],
      coverImages: left,
      images: { totalCount: 4, edges: left.map((node) => ({ node })) },
      imagePage: { totalCount: 4, images: left },
      inSplit: { totalCount: 4 },
      unannotated: { totalCount: 0 },
      categories: [
        { name: "car", annotationCount: 4 },
        { name: "sign", annotationCount: 4 },
      ],
    });
    expect(after.image).toEqual({
      previous: null,
      next: { id: ids[3] },
      placeIn: { position: 0, totalCount: 4, previous: null, next: { id: ids[3] } },
    });
    expect(total(after.split.counts)).toBe(4);
    expect(after.split.perClass.map(total)).toEqual([4, 4]);
    expect(after.whole.map(([name]) => name)).toEqual([1, 3, 4, 5].map((index) => `images/00${index}.jpg`));
    expect([after.ofSplit, after.groups]).toEqual([4, 4]);

    const back = await restore({ deletedAt: data.deletedAt }, editor);
    expect(back.data).toEqual({ imageCount: 2, annotationCount: 4, dataset: { imageCount: 6, annotationCount: 12 } });
    expect(await everything()).toEqual(before);
  });

  test("are in no split that is made without them, and a split of them alone trains nothing", async () => {
    await remove([ids[5]]);
    const made = await ask(
      `mutation ($input: CreateSplitInput!) { createSplit(input: $input) { ... on CreateSplitSuccess { data { counts { train val test } } } } }`,
      { input: { datasetId, name: "b", strategy: "STRATIFIED", train: 0.5, val: 0.5 } },
    );
    expect(total(made.createSplit.data.counts)).toBe(5);
    const { rows } = await api.services.pool.query<{ id: string }>(
      "SELECT image_id AS id FROM split_assignment WHERE split_id = $1 AND subset = 'TRAIN'",
      [decodeGlobalId(splitId).id],
    );
    const train = ids.filter((id) => rows.some((row) => row.id === decodeGlobalId(id).id));
    await remove(train);
    const launched = await ask(
      `mutation ($input: LaunchRunInput!) { launchRun(input: $input) { __typename ... on Error { message } } }`,
      { input: { datasetId, splitId, recipe: "MININET", preset: "demo" } },
    );
    expect(launched.launchRun).toMatchObject({ message: expect.stringMatching(/has no images to train on/) });
  });

  test("stay in snapshots and make what was trained on them stale until they are back", async () => {
    const { launchRun } = await ask(
      `mutation ($input: LaunchRunInput!) { launchRun(input: $input) { ... on LaunchRunSuccess { data { id } } ... on Error { message } } }`,
      { input: { datasetId, splitId, allowLeakage: true, recipe: "MININET", preset: "demo" } },
    );
    const changes = async () =>
      (
        await ask(
          `query ($id: ID!) { run(id: $id) { snapshot { imageCount images { images { fileName annotationCount image { id deletedAt } } } }
            dataChanges { images { added removed changed } annotations { added removed changed } changes { kind fileName image { id } } } } }`,
          { id: launchRun.data.id },
        )
      ).run;
    expect((await changes()).dataChanges).toBeNull();
    // One without annotations, whose deletion no annotation tells of.
    await api.services.pool.query("UPDATE annotation SET deleted_at = now() - interval '1 day' WHERE image_id = $1", [
      decodeGlobalId(ids[3] ?? "").id,
    ]);
    const { data } = await remove([ids[3]]);
    expect(data).toMatchObject({ imageCount: 1, annotationCount: 0 });
    const gone = await changes();
    expect(gone.dataChanges).toMatchObject({
      images: { added: 0, removed: 1, changed: 0 },
      changes: [{ kind: "REMOVED", fileName: "images/003.jpg", image: { id: ids[3] } }],
    });
    expect(gone.snapshot.imageCount).toBe(6);
    expect(gone.snapshot.images.images).toHaveLength(6);
    expect(gone.snapshot.images.images[3]).toEqual({
      fileName: "images/003.jpg",
      annotationCount: 2,
      image: { id: ids[3], deletedAt: data.deletedAt },
    });
    for (const path of ["", "/thumbnail", "/display"]) {
      const { statusCode } = await api.fastify.inject({
        url: `/files/images/${ids[3]}${path}`,
        headers: { authorization: `Bearer ${owner.token}` },
      });
      expect([path, statusCode]).toEqual([path, 200]);
    }
    await restore({ imageIds: [ids[3]] });
    // The annotations deleted before stay deleted.
    expect((await changes()).dataChanges).toMatchObject({
      images: { added: 0, removed: 0, changed: 1 },
      annotations: { removed: 2 },
    });
  });

  test("are listed by their deletion, with who did it and what comes back", async () => {
    const first = (await remove([ids[0]], editor)).data.deletedAt;
    const second = (await remove([ids[4], ids[2]])).data.deletedAt;
    const list = async (variables: object = {}) =>
      (
        await ask(
          `query ($id: ID!, $first: Int, $before: DateTime) { dataset(id: $id) { imageDeletions(first: $first, before: $before) {
            deletedAt imageCount annotationCount deletedBy { id } images { fileName } } } }`,
          { id: datasetId, ...variables },
          viewer,
        )
      ).dataset.imageDeletions;
    const newest = {
      deletedAt: second,
      imageCount: 2,
      annotationCount: 4,
      images: [{ fileName: "images/002.jpg" }, { fileName: "images/004.jpg" }],
    };
    const oldest = { deletedAt: first, imageCount: 1, annotationCount: 2, images: [{ fileName: "images/000.jpg" }] };
    expect(await list()).toMatchObject([newest, oldest]);
    expect(await list({ first: 1 })).toMatchObject([newest]);
    expect(await list({ before: second })).toMatchObject([oldest]);
    await restore({ imageIds: [ids[2]] });
    expect(await list({ first: 1 })).toMatchObject([{ imageCount: 1, images: [{ fileName: "images/004.jpg" }] }]);
    const { data } = await restore({ deletedAt: second });
    expect(data).toMatchObject({ imageCount: 1, annotationCount: 2 });
    expect(await list()).toMatchObject([oldest]);
  });

  test("are counted before they go", async () => {
    const counted = async (images: (string | undefined)[]) =>
      (
        await ask(
          `query ($id: ID!, $images: [ID!]!) { dataset(id: $id) { imagesToDelete(imageIds: $images) { imageCount annotationCount } } }`,
          { id: datasetId, images },
        )
      ).dataset.imagesToDelete;
    expect(await counted([ids[0], ids[1]])).toEqual({ imageCount: 2, annotationCount: 4 });
    await remove([ids[0]]);
    expect(await counted([ids[0], ids[1]])).toEqual({ imageCount: 1, annotationCount: 2 });
  });

  test("take no annotations, old or new, until they are back", async () => {
    const image = `query ($id: ID!) { image(id: $id) { annotations { id revision category { id } } } }`;
    const [annotation] = (await ask(image, { id: ids[0] })).image.annotations;
    await remove([ids[0]]);
    expect((await ask(image, { id: ids[0] })).image.annotations).toEqual([]);
    const geometry = { box: { x: 1, y: 1, width: 5, height: 5 } };
    const edits = [
      [{ create: { categoryId: annotation.category.id, geometry } }],
      [{ restore: { id: annotation.id, revision: 1, expectedRevision: 2 } }],
    ];
    for (const edit of edits) {
      const { editAnnotations } = await ask(
        `mutation ($input: EditAnnotationsInput!) { editAnnotations(input: $input) { __typename ... on Error { message } } }`,
        { input: { imageId: ids[0], edits: edit } },
      );
      expect(editAnnotations).toMatchObject({
        __typename: "ConflictError",
        message: expect.stringMatching(/was deleted/),
      });
    }
    const single = await ask(
      `mutation ($input: RestoreAnnotationInput!) { restoreAnnotation(input: $input) { __typename ... on Error { message } } }`,
      { input: { id: annotation.id, revision: 1, expectedRevision: 2 } },
    );
    expect(single.restoreAnnotation.__typename).toBe("ConflictError");
    const whole = await ask(
      `mutation ($input: RestoreImageInput!) { restoreImage(input: $input) { __typename ... on Error { message } } }`,
      { input: { imageId: ids[0], at: "2026-01-01T00:00:00Z" } },
    );
    expect(whole.restoreImage.__typename).toBe("ConflictError");
    await restore({ imageIds: [ids[0]] });
    expect((await ask(image, { id: ids[0] })).image.annotations[0]).toMatchObject({ id: annotation.id, revision: 3 });
  });

  test("come back when their files are imported again, and the ledger says so", async () => {
    await remove([ids[0], ids[1]]);
    const dataset = await ask(`query ($id: ID!) { dataset(id: $id) { name } }`, { id: datasetId });
    const zip = await makeCocoZip({ images: 6 });
    const { importId } = await api.importZip(owner, zip, { dataset: dataset.dataset.name });
    const read = await ask(`query ($id: ID!) { import(id: $id) { status ledger { entries { place reason } } } }`, {
      id: importId,
    });
    expect(read.import.status).toBe("SUCCEEDED");
    const back = read.import.ledger.entries.filter(({ reason }: { reason: string }) =>
      /had been deleted and is back/.test(reason),
    );
    expect(back.map(({ place }: { place: string }) => place)).toEqual(["images/000.jpg", "images/001.jpg"]);
    expect(await imageIds()).toEqual(ids);
    const counts = await ask(`query ($id: ID!) { dataset(id: $id) { imageCount annotationCount } }`, { id: datasetId });
    expect(counts.dataset).toEqual({ imageCount: 6, annotationCount: 12 });
  });

  test("leave their name to another picture, and come back only when it is free again", async () => {
    const { data } = await remove([ids[0], ids[1]]);
    const dataset = await ask(`query ($id: ID!) { dataset(id: $id) { name } }`, { id: datasetId });
    // The same names, other pictures.
    const zip = await makeCocoZip({ images: 1, widthPx: 70 });
    await api.importZip(owner, zip, { dataset: dataset.dataset.name });
    const now = await imageIds();
    expect(now).toHaveLength(5);
    expect(now).not.toContain(ids[0]);
    const refused = await restore({ deletedAt: data.deletedAt });
    expect(refused).toMatchObject({
      __typename: "ConflictError",
      message: expect.stringMatching(/another image by the name "images\/000.jpg"/),
    });
    expect(await imageIds()).toHaveLength(5);
    await remove([now.find((id) => !ids.includes(id))]);
    expect(await restore({ deletedAt: data.deletedAt })).toMatchObject({ data: { imageCount: 2 } });
    expect(await imageIds()).toEqual(ids);
  });

  test("are refused twice, to viewers and of another dataset, and then nothing changes", async () => {
    expect(await remove([ids[0]], viewer)).toMatchObject({ __typename: "ForbiddenError" });
    const mine = datasetId;
    const other = await api.importZip(owner, await makeCocoZip({ images: 1 }), { dataset: `other ${count}` });
    datasetId = other.datasetId;
    const [foreign] = await imageIds();
    datasetId = mine;
    expect(await remove([ids[0], foreign])).toMatchObject({ __typename: "InvalidInputError" });
    expect(await restore({ imageIds: [foreign] })).toMatchObject({ __typename: "InvalidInputError" });
    expect(await remove([])).toMatchObject({ __typename: "InvalidInputError" });
    expect(await restore({})).toMatchObject({ __typename: "InvalidInputError" });
    expect(await imageIds()).toEqual(ids);
    await remove([ids[0]]);
    expect(await remove([ids[0]])).toMatchObject({
      __typename: "ConflictError",
      message: expect.stringMatching(/already/),
    });
    expect(await restore({ imageIds: [ids[0]] }, viewer)).toMatchObject({ __typename: "ForbiddenError" });
    expect(await restore({ imageIds: [ids[0]] })).toMatchObject({ data: { imageCount: 1, annotationCount: 2 } });
    expect(await restore({ imageIds: [ids[0]] })).toMatchObject({ __typename: "ConflictError" });
  });

  test("go by as many statements as one", async () => {
    const statementsOf = (work: () => Promise<unknown>) => countStatements(async () => void (await work()));
    const one = await statementsOf(() => remove([ids[0]]));
    const four = await statementsOf(() => remove(ids.slice(1, 5)));
    expect(four).toHaveLength(one.length);
    const [first, second] = (
      await ask(`query ($id: ID!) { dataset(id: $id) { imageDeletions { deletedAt } } }`, { id: datasetId })
    ).dataset.imageDeletions;
    const backFour = await statementsOf(() => restore(first));
    expect(await statementsOf(() => restore(second))).toHaveLength(backFour.length);
  });
});
