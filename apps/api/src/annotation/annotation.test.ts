import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCocoZip } from "../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let imageId: string;
let categoryId: string;
let otherCategoryId: string;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  const { datasetId } = await api.importZip(owner, await makeCocoZip({ images: 1, annotationsPerImage: 0 }), {
    dataset: "drawn",
  });
  const answer = await api.graph(
    owner,
    "query ($id: ID!) { dataset(id: $id) { images { edges { node { id } } } categories { id } } }",
    { id: datasetId },
  );
  imageId = answer.data.dataset.images.edges[0].node.id;
  [categoryId, otherCategoryId] = answer.data.dataset.categories.map((category: { id: string }) => category.id);
});

afterAll(async () => {
  await api?.close();
});

const shown = `__typename ... on Error { message code } ... on InvalidInputError { field }`;
const annotationFields =
  "id revision origin areaPx category { id } box { x y width height } geometry { kind parts { outer holes } } revisions { revision change author { email } areaPx: box { width } }";

async function create(geometry: unknown) {
  const { data, errors } = await api.graph(
    owner,
    `mutation ($input: CreateAnnotationInput!) { createAnnotation(input: $input) { ${shown} ... on CreateAnnotationSuccess { data { ${annotationFields} } } } }`,
    { input: { imageId, categoryId, geometry } },
  );
  expect(errors).toEqual([]);
  return data.createAnnotation;
}

async function update(input: Record<string, unknown>) {
  const { data, errors } = await api.graph(
    owner,
    `mutation ($input: UpdateAnnotationInput!) { updateAnnotation(input: $input) { ${shown} ... on UpdateAnnotationSuccess { data { ${annotationFields} } } } }`,
    { input },
  );
  expect(errors).toEqual([]);
  return data.updateAnnotation;
}

// The picture is 64 x 48.
const square = { parts: [{ outer: [10, 10, 20, 10, 20, 20, 10, 20] }] };

describe("drawing", () => {
  test("a polygon is measured and has its first revision", async () => {
    const { data } = await create(square);
    expect(data).toMatchObject({
      revision: 1,
      origin: "PERSON",
      areaPx: 100,
      box: { x: 10, y: 10, width: 10, height: 10 },
      geometry: { kind: "POLYGON", parts: [{ outer: square.parts[0]?.outer, holes: [] }] },
      revisions: [{ revision: 1, change: "CREATED", author: { email: owner.email } }],
    });
  });

  test("what lies outside the image is cut off", async () => {
    const { data } = await create({ parts: [{ outer: [54, 10, 74, 10, 74, 20, 54, 20] }] });
    expect(data).toMatchObject({ areaPx: 100, box: { x: 54, y: 10, width: 10, height: 10 } });
    const box = await create({ box: { x: -5, y: -5, width: 10, height: 10 } });
    expect(box.data).toMatchObject({
      areaPx: 25,
      box: { x: 0, y: 0, width: 5, height: 5 },
      geometry: { kind: "BOX", parts: [] },
    });
  });

  test.each([
    ["two points", { parts: [{ outer: [1, 1, 5, 5] }] }, /fewer than 3 points/],
    ["three points on a line", { parts: [{ outer: [1, 1, 5, 5, 9, 9] }] }, /no area/],
    ["an odd number of coordinates", { parts: [{ outer: [1, 1, 5, 5, 9, 1, 7] }] }, /odd number/],
    ["no parts", { parts: [] }, /no polygon/],
    ["nothing", {}, /either/],
    ["both", { ...square, box: { x: 1, y: 1, width: 2, height: 2 } }, /either/],
    ["a box without area", { box: { x: 1, y: 1, width: 0, height: 2 } }, /without area/],
    ["a shape outside", { box: { x: 100, y: 100, width: 5, height: 5 } }, /outside/],
  ])("%s is refused", async (_what, geometry, message) => {
    const before = await api.services.prisma.annotation.count();
    expect(await create(geometry)).toMatchObject({
      __typename: "InvalidInputError",
      field: "geometry",
      message: expect.stringMatching(message),
    });
    expect(await api.services.prisma.annotation.count()).toBe(before);
  });

  test("a category of another dataset is refused", async () => {
    const other = await api.importZip(owner, await makeCocoZip({ images: 1 }), { dataset: "other" });
    const { data } = await api.graph(owner, "query ($id: ID!) { dataset(id: $id) { categories { id } } }", {
      id: other.datasetId,
    });
    const { data: created } = await create(square);
    const answer = await update({ id: created.id, expectedRevision: 1, categoryId: data.dataset.categories[0].id });
    expect(answer).toMatchObject({ __typename: "InvalidInputError", field: "categoryId" });
  });
});

describe("changing", () => {
  test("makes a revision each time, and the second of two who started from the same one is told", async () => {
    const { data: created } = await create(square);
    const moved = { parts: [{ outer: [12, 10, 22, 10, 22, 20, 12, 20] }] };
    const first = await update({ id: created.id, expectedRevision: 1, geometry: moved });
    expect(first.data).toMatchObject({ revision: 2, box: { x: 12, y: 10, width: 10, height: 10 } });
    const second = await update({ id: created.id, expectedRevision: 1, categoryId: otherCategoryId });
    expect(second).toMatchObject({ __typename: "ConflictError", code: "CONFLICT" });
    const third = await update({ id: created.id, expectedRevision: 2, categoryId: otherCategoryId });
    expect(third.data).toMatchObject({ revision: 3, category: { id: otherCategoryId }, box: { x: 12 } });
    expect(third.data.revisions.map((one: { change: string }) => one.change)).toEqual([
      "CREATED",
      "CHANGED",
      "CHANGED",
    ]);
  });

  test("of many at once, one gets through", async () => {
    const { data: created } = await create(square);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        update({ id: created.id, expectedRevision: 1, geometry: { box: { x: index, y: 1, width: 5, height: 5 } } }),
      ),
    );
    expect(answers.filter((answer) => answer.__typename === "UpdateAnnotationSuccess")).toHaveLength(1);
    expect(answers.filter((answer) => answer.__typename === "ConflictError")).toHaveLength(7);
    const id = Buffer.from(created.id, "base64url").toString().split(":")[1] ?? "";
    expect(await api.services.prisma.annotationRevision.count({ where: { annotationId: id } })).toBe(2);
  });

  test("deleting takes it off the image and keeps its revisions", async () => {
    const { data: created } = await create(square);
    const remove = (expectedRevision: number) =>
      api.graph(
        owner,
        `mutation ($input: DeleteAnnotationInput!) { deleteAnnotation(input: $input) { ${shown} ... on DeleteAnnotationSuccess { data } } }`,
        { input: { id: created.id, expectedRevision } },
      );
    expect((await remove(7)).data.deleteAnnotation.__typename).toBe("ConflictError");
    expect((await remove(1)).data.deleteAnnotation).toMatchObject({ data: created.id });
    expect((await remove(2)).data.deleteAnnotation.__typename).toBe("NotFoundError");
    const { data } = await api.graph(owner, "query ($id: ID!) { image(id: $id) { annotations { id } } }", {
      id: imageId,
    });
    expect(data.image.annotations.map((one: { id: string }) => one.id)).not.toContain(created.id);
    const id = Buffer.from(created.id, "base64url").toString().split(":")[1] ?? "";
    const revisions = await api.services.prisma.annotationRevision.findMany({ where: { annotationId: id } });
    expect(revisions.map((one) => one.change)).toEqual(["CREATED", "DELETED"]);
  });
});
