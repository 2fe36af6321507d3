import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

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

const globalId = (uuid: string) => Buffer.from(`Annotation:${uuid}`).toString("base64url");
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

describe("many at once, and back again", () => {
  async function mutate(field: string, inputType: string, input: Record<string, unknown>, selection: string) {
    const success = `${field.charAt(0).toUpperCase()}${field.slice(1)}Success`;
    const { data, errors } = await api.graph(
      owner,
      `mutation ($input: ${inputType}!) { ${field}(input: $input) { ${shown} ... on ${success} { data { ${selection} } } } }`,
      { input },
    );
    expect(errors).toEqual([]);
    return data[field];
  }
  const edit = (edits: unknown[], idempotencyKey?: string) =>
    mutate(
      "editAnnotations",
      "EditAnnotationsInput",
      { imageId, edits, idempotencyKey },
      "id revision isDeleted areaPx box { x } category { id }",
    );
  const box = (x: number) => ({ box: { x, y: 2, width: 4, height: 4 } });
  const inForce = async (): Promise<{ id: string; revision: number; box: { x: number } }[]> => {
    const query = "query ($id: ID!) { image(id: $id) { annotations { id revision box { x } category { id } } } }";
    return (await api.graph(owner, query, { id: imageId })).data.image.annotations;
  };

  test("a batch is made whole or not at all", async () => {
    const { data } = await edit([1, 2, 3].map((x) => ({ create: { categoryId, geometry: box(x) } })));
    const [a, b, c] = data;
    expect(data.map((one: { box: { x: number } }) => one.box.x)).toEqual([1, 2, 3]);
    const second = await edit([
      { update: { id: a.id, expectedRevision: 1, geometry: box(9) } },
      { delete: { id: b.id, expectedRevision: 1 } },
      { create: { categoryId: otherCategoryId, geometry: box(30) } },
    ]);
    expect(second.data).toMatchObject([
      { id: a.id, revision: 2, box: { x: 9 } },
      { id: b.id, revision: 2 },
      { revision: 1 },
    ]);
    const before = await inForce();
    const revisions = await api.services.prisma.annotationRevision.count();
    const stale = await edit([
      { update: { id: c.id, expectedRevision: 1, geometry: box(11) } },
      { create: { categoryId, geometry: box(12) } },
      { update: { id: a.id, expectedRevision: 1, geometry: box(13) } },
    ]);
    expect(stale).toMatchObject({
      __typename: "ConflictError",
      message: expect.stringMatching(/^Edit 3: Somebody changed/),
    });
    expect(await inForce()).toEqual(before);
    expect(await api.services.prisma.annotationRevision.count()).toBe(revisions);
  });

  test.each([
    ["no edit", [], "edits", /1 to 1000/],
    [
      "an edit that is two",
      [{ create: { categoryId: "C", geometry: {} }, delete: { id: "A", expectedRevision: 1 } }],
      "edits.0",
      /exactly one/,
    ],
    [
      "a shape without area",
      [{ create: { categoryId: "C", geometry: { box: { x: 1, y: 1, width: 0, height: 1 } } } }],
      "edits.0.geometry",
      /without area/,
    ],
  ])("%s is refused with its place", async (_what, edits, field, message) => {
    const [first] = (await edit([{ create: { categoryId, geometry: box(1) } }])).data;
    const real = JSON.parse(
      JSON.stringify(edits).replaceAll('"C"', JSON.stringify(categoryId)).replaceAll('"A"', JSON.stringify(first.id)),
    );
    expect(await edit(real)).toMatchObject({
      __typename: "InvalidInputError",
      field,
      message: expect.stringMatching(message),
    });
  });

  test("a creation that comes again under its key makes no second annotation", async () => {
    const count = (await inForce()).length;
    const batch = [{ create: { categoryId, geometry: box(5) } }, { create: { categoryId, geometry: box(6) } }];
    const answers = await Promise.all([1, 2, 3, 4].map(() => edit(batch, "the same batch")));
    const ids = answers.map(({ data }) => data.map((one: { id: string }) => one.id).join());
    expect(new Set(ids).size).toBe(1);
    expect((await inForce()).length).toBe(count + 2);
    const single = { imageId, categoryId, geometry: box(7), idempotencyKey: "a drawn box" };
    const [one, two] = [
      await mutate("createAnnotation", "CreateAnnotationInput", single, "id"),
      await mutate("createAnnotation", "CreateAnnotationInput", single, "id"),
    ];
    expect(two.data.id).toBe(one.data.id);
    expect((await inForce()).length).toBe(count + 3);
    expect(await edit(batch, "short")).toMatchObject({ field: "idempotencyKey" });
  });

  test("a batch of any edits that comes again under its key changes nothing, also after somebody else's edit", async () => {
    const [a, b] = (await edit([1, 2].map((x) => ({ create: { categoryId, geometry: box(x) } })))).data;
    const batch = [
      { update: { id: a.id, expectedRevision: 1, geometry: box(21) } },
      { delete: { id: b.id, expectedRevision: 1 } },
    ];
    const answers = await Promise.all([1, 2, 3, 4].map(() => edit(batch, "moved and deleted")));
    for (const { data } of answers) {
      expect(data).toMatchObject([
        { id: a.id, revision: 2, isDeleted: false },
        { id: b.id, revision: 2, isDeleted: true, category: { id: categoryId } },
      ]);
    }
    await edit([{ update: { id: a.id, expectedRevision: 2, geometry: box(22) } }]);
    expect((await edit(batch, "moved and deleted")).data).toMatchObject([{ revision: 3, box: { x: 22 } }, {}]);
    expect(await edit(batch.slice(0, 1), "moved and deleted")).toMatchObject({
      __typename: "InvalidInputError",
      field: "idempotencyKey",
      message: expect.stringMatching(/already used for different edits/),
    });
    // A refused batch leaves its key free.
    const late = [{ delete: { id: a.id, expectedRevision: 2 } }];
    expect(await edit(late, "deleted late")).toMatchObject({ __typename: "ConflictError" });
    expect((await edit([{ delete: { id: a.id, expectedRevision: 3 } }], "deleted late")).data).toMatchObject([
      { isDeleted: true },
    ]);
  });

  test("the client makes the id, and edits what it has not heard of yet", async () => {
    const id = globalId(crypto.randomUUID());
    const both = await edit([{ create: { id, categoryId, geometry: box(3) } }]);
    expect(both.data).toMatchObject([{ id, revision: 1 }]);
    expect(await edit([{ create: { id, categoryId, geometry: box(4) } }])).toMatchObject({
      __typename: "ConflictError",
      message: "Edit 1: An annotation with this id already exists.",
    });
    const single = { id: globalId(crypto.randomUUID()), imageId, categoryId, geometry: box(5) };
    const drawn = await mutate("createAnnotation", "CreateAnnotationInput", single, "id");
    expect(drawn.data.id).toBe(single.id);
    expect((await inForce()).filter((one) => one.id === id || one.id === single.id)).toHaveLength(2);
  });

  test("a batch restores, and takes the shape alone from a revision", async () => {
    const [{ id }] = (await edit([{ create: { categoryId, geometry: box(1) } }])).data;
    await edit([{ update: { id, expectedRevision: 1, geometry: box(20), categoryId: otherCategoryId } }]);
    const shape = await edit([{ update: { id, expectedRevision: 2, geometryOfRevision: 1 } }]);
    expect(shape.data).toMatchObject([{ revision: 3, box: { x: 1 }, areaPx: 16, category: { id: otherCategoryId } }]);
    await edit([{ delete: { id, expectedRevision: 3 } }]);
    const back = await edit([
      { restore: { id, expectedRevision: 4, revision: 4 } },
      { update: { id, expectedRevision: 5, categoryId } },
    ]);
    expect(back.data[1]).toMatchObject({
      id,
      revision: 6,
      isDeleted: false,
      box: { x: 1 },
      category: { id: categoryId },
    });
    for (const [change, field] of [
      [{ restore: { id, expectedRevision: 6, revision: 7 } }, "edits.0.revision"],
      [{ update: { id, expectedRevision: 6, geometryOfRevision: 0 } }, "edits.0.geometryOfRevision"],
      [{ update: { id, expectedRevision: 6, geometryOfRevision: 1, geometry: box(1) } }, "edits.0.geometryOfRevision"],
    ] as const) {
      expect(await edit([change])).toMatchObject({ __typename: "InvalidInputError", field });
    }
    expect(await edit([{ restore: { id, expectedRevision: 4, revision: 1 } }])).toMatchObject({
      __typename: "ConflictError",
    });
  });

  test("an annotation gets back what a revision was, also when it is deleted", async () => {
    const [{ id }] = (await edit([{ create: { categoryId, geometry: box(1) } }])).data;
    await edit([{ update: { id, expectedRevision: 1, geometry: box(20), categoryId: otherCategoryId } }]);
    await edit([{ delete: { id, expectedRevision: 2 } }]);
    const restore = (revision: number, expectedRevision: number) =>
      mutate("restoreAnnotation", "RestoreAnnotationInput", { id, revision, expectedRevision }, annotationFields);
    expect(await restore(1, 2)).toMatchObject({ __typename: "ConflictError" });
    expect(await restore(9, 3)).toMatchObject({
      __typename: "InvalidInputError",
      field: "revision",
      message: expect.stringMatching(/has 1 to 3/),
    });
    const { data } = await restore(1, 3);
    expect(data).toMatchObject({ revision: 4, box: { x: 1 }, category: { id: categoryId } });
    expect(data.revisions.map((one: { change: string }) => one.change)).toEqual([
      "CREATED",
      "CHANGED",
      "DELETED",
      "RESTORED",
    ]);
    expect(data.revisions[3].author.email).toBe(owner.email);
    expect((await inForce()).map((one) => one.id)).toContain(id);
  });

  test("an image goes back to what it was at a time, and forth again", async () => {
    const { data: made } = await edit([1, 2, 3].map((x) => ({ create: { categoryId, geometry: box(x) } })));
    const shapes = async () => (await inForce()).map(({ id, box: { x } }) => `${id} ${x}`).sort();
    const now = async () =>
      (await api.services.pool.query<{ now: Date }>("SELECT clock_timestamp() AS now")).rows[0]?.now as Date;
    const before = await shapes();
    const at = await now();
    const [a, b] = made;
    await edit([
      { update: { id: a.id, expectedRevision: 1, geometry: box(40) } },
      { delete: { id: b.id, expectedRevision: 1 } },
      { create: { categoryId, geometry: box(50) } },
    ]);
    const changed = await shapes();
    const later = await now();
    const restore = (time: Date) =>
      mutate("restoreImage", "RestoreImageInput", { imageId, at: time.toISOString() }, "restored deleted image { id }");
    // A date has milliseconds where Postgres has microseconds: a moment after, so that what was made in between counts.
    const after = (time: Date) => new Date(time.getTime() + 1);
    expect((await restore(after(at))).data).toEqual({ restored: 2, deleted: 1, image: { id: imageId } });
    expect(await shapes()).toEqual(before);
    expect((await restore(after(later))).data).toMatchObject({ restored: 2, deleted: 1 });
    expect(await shapes()).toEqual(changed);
    expect((await restore(new Date(Date.now() + 3_600_000))).field).toBe("at");
    const query =
      "query ($id: ID!) { image(id: $id) { history(first: 6) { annotationId revision { change author { email } } } } }";
    const { history } = (await api.graph(owner, query, { id: imageId })).data.image;
    expect(history.map((one: { revision: { change: string } }) => one.revision.change).sort()).toEqual([
      "DELETED",
      "DELETED",
      "RESTORED",
      "RESTORED",
      "RESTORED",
      "RESTORED",
    ]);
  });

  test("an image's annotations are read page by page, each once", async () => {
    await edit([1, 2, 3, 4, 5].map((x) => ({ create: { categoryId, geometry: box(x) } })));
    const query =
      "query ($id: ID!, $first: Int, $after: ID) { image(id: $id) { annotations(first: $first, after: $after) { id } } }";
    const page = async (first: number | null, after: string | null): Promise<string[]> => {
      const { data } = await api.graph(owner, query, { id: imageId, first, after });
      return data.image.annotations.map(({ id }: { id: string }) => id);
    };
    const all = await page(null, null);
    expect(all.length).toBeGreaterThanOrEqual(5);
    const read: string[] = [];
    for (let some = await page(2, null); some.length > 0; some = await page(2, some.at(-1) ?? null)) {
      expect(some.length).toBeLessThanOrEqual(2);
      read.push(...some);
    }
    expect(read).toEqual(all);
    const tooMany = await api.graph(owner, query, { id: imageId, first: 10_001, after: null });
    expect(tooMany.errors).toMatchObject([{ message: "A page has 1 to 10000 annotations, not 10001." }]);
  });
});
