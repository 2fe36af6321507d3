import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeGlobalId } from "../../domain/ids/globalId.ts";
import { countStatements } from "../../testing/countStatements.ts";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let datasetId: string;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  ({ datasetId } = await api.importZip(owner, await makeCocoZip({ images: 7, annotationsPerImage: 3 }), {
    dataset: "seven",
  }));
  for (const name of ["second", "third"]) {
    await api.importZip(owner, await makeCocoZip({ images: 5, annotationsPerImage: 1 }), { dataset: name });
  }
});

afterAll(async () => {
  await api?.close();
});

describe("paging", () => {
  const page = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { dataset(id: $id) { images(first: $first, after: $after, last: $last, before: $before) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { fileName } } } } }`;
  const read = async (variables: Record<string, unknown>) => {
    const { data, errors } = await api.graph(owner, page, { id: datasetId, ...variables });
    expect(errors).toEqual([]);
    const { edges, pageInfo, totalCount } = data.dataset.images;
    return {
      names: edges.map((edge: { node: { fileName: string } }) => edge.node.fileName.slice(7, 10)),
      pageInfo,
      totalCount,
    };
  };

  test("goes forward to the end and back, each image once", async () => {
    const first = await read({ first: 3 });
    expect(first).toMatchObject({
      names: ["000", "001", "002"],
      totalCount: 7,
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    const second = await read({ first: 3, after: first.pageInfo.endCursor });
    expect(second).toMatchObject({
      names: ["003", "004", "005"],
      pageInfo: { hasNextPage: true, hasPreviousPage: true },
    });
    const third = await read({ first: 3, after: second.pageInfo.endCursor });
    expect(third).toMatchObject({ names: ["006"], pageInfo: { hasNextPage: false } });
    const back = await read({ last: 2, before: third.pageInfo.startCursor });
    expect(back).toMatchObject({ names: ["004", "005"], pageInfo: { hasPreviousPage: true } });
  });

  test("a cursor that is none is refused", async () => {
    const { errors } = await api.graph(owner, page, { id: datasetId, first: 2, after: "nonsense" });
    expect(errors[0]?.extensions.code).toBe("INVALID_INPUT");
    const datasets = await api.graph(owner, `{ datasets(first: 1, after: "nonsense") { totalCount } }`);
    expect(datasets.errors[0]?.extensions.code).toBe("INVALID_INPUT");
  });

  test("datasets come newest first, by key", async () => {
    const query =
      "query ($after: String) { datasets(first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { name } } } }";
    const first = await api.graph(owner, query);
    expect(first.data.datasets).toMatchObject({
      totalCount: 3,
      pageInfo: { hasNextPage: true },
      edges: [{ node: { name: "third" } }, { node: { name: "second" } }],
    });
    const second = await api.graph(owner, query, { after: first.data.datasets.pageInfo.endCursor });
    expect(second.data.datasets).toMatchObject({
      pageInfo: { hasNextPage: false },
      edges: [{ node: { name: "seven" } }],
    });
  });
});

test("filters", async () => {
  const query =
    "query ($id: ID!, $filter: ImageFilter) { dataset(id: $id) { images(filter: $filter) { totalCount } } }";
  const count = async (filter: unknown) =>
    (await api.graph(owner, query, { id: datasetId, filter })).data.dataset.images.totalCount;
  expect(await count({ fileNameContains: "00" })).toBe(7);
  expect(await count({ fileNameContains: "/003" })).toBe(1);
  expect(await count({ fileNameContains: "%" })).toBe(0);
  expect(await count({ unannotated: true })).toBe(0);
  expect(await count({ unannotated: false })).toBe(7);
});

describe("statements", () => {
  test("a page of datasets with counts, categories and cover images takes as many for three as for one", async () => {
    const query = `query ($first: Int) { datasets(first: $first) { totalCount edges { node {
      id name imageCount annotationCount project { name viewerRole } categories { name annotationCount imageCount }
      coverImages(first: 4) { id thumbnailUrl annotationCount } splits { name counts { train } } } } } }`;
    const take = (first: number) =>
      countStatements(async () => {
        const { errors, data } = await api.graph(owner, query, { first });
        expect(errors).toEqual([]);
        expect(data.datasets.edges).toHaveLength(first);
      });
    const one = await take(1);
    const three = await take(3);
    expect(three.length).toBe(one.length);
    expect(three.length).toBeGreaterThan(8);
    expect(three.length).toBeLessThanOrEqual(16);
  });

  test("a page of images with annotations and categories: one statement for each relation", async () => {
    const query = `query ($id: ID!, $first: Int) { dataset(id: $id) { images(first: $first) { edges { node {
      fileName annotations { areaPx category { name } geometry { kind parts { outer } } } } } } } }`;
    const take = (first: number) =>
      countStatements(async () => {
        const { errors, data } = await api.graph(owner, query, { id: datasetId, first });
        expect(errors).toEqual([]);
        expect(data.dataset.images.edges).toHaveLength(first);
      });
    const two = await take(2);
    const seven = await take(7);
    expect(seven.length).toBe(two.length);
    expect(seven.length).toBeGreaterThan(4);
    expect(seven.length).toBeLessThanOrEqual(9);
  });
});

test("a dataset is renamed and described by editors, never to a name that another has", async () => {
  const update = async (person: TestPerson, input: object) =>
    (
      await api.graph(
        person,
        `mutation ($input: UpdateDatasetInput!) { updateDataset(input: $input) { __typename ... on Error { message }
          ... on UpdateDatasetSuccess { data { id name description imageCount } } } }`,
        { input: { id: datasetId, ...input } },
      )
    ).data.updateDataset;
  expect(await update(owner, { name: "  eight  ", description: "all of it" })).toEqual({
    __typename: "UpdateDatasetSuccess",
    data: { id: datasetId, name: "eight", description: "all of it", imageCount: 7 },
  });
  expect(await update(owner, { name: "seven" })).toMatchObject({ data: { name: "seven", description: "all of it" } });
  expect(await update(owner, { name: "second" })).toMatchObject({ __typename: "ConflictError" });
  expect(await update(owner, { name: " " })).toMatchObject({ __typename: "InvalidInputError" });
  const { projectId } = await api.services.prisma.dataset.findFirstOrThrow({ where: { name: "seven" } });
  const viewer = await api.person({ projectId, role: "VIEWER" });
  const stranger = await api.person({ projectId: await api.project() });
  expect(await update(viewer, { name: "mine" })).toMatchObject({ __typename: "ForbiddenError" });
  expect(await update(stranger, { name: "mine" })).toMatchObject({ __typename: "NotFoundError" });
});

describe("making and deleting", () => {
  const create = (input: unknown) =>
    api.graph(
      owner,
      "mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { __typename ... on CreateDatasetSuccess { data { id name description } } ... on Error { message code } } }",
      { input },
    );

  test("a name is needed and stands once", async () => {
    expect((await create({ name: "new", description: "d" })).data.createDataset.data).toMatchObject({
      name: "new",
      description: "d",
    });
    expect((await create({ name: "new" })).data.createDataset).toMatchObject({ __typename: "ConflictError" });
    expect((await create({ name: " " })).data.createDataset).toMatchObject({ __typename: "InvalidInputError" });
  });

  const remove = async (id: string) => {
    const { data, errors } = await api.graph(
      owner,
      "mutation ($id: ID!) { deleteDataset(input: {id: $id}) { __typename ... on DeleteDatasetSuccess { data { id bytesFreed } } } }",
      { id },
    );
    expect(errors).toEqual([]);
    return data.deleteDataset.data as { id: string; bytesFreed: number };
  };
  const filesOf = async (id: string) => {
    const rowId = decodeGlobalId(id).id;
    const images = await api.services.prisma.image.findMany({ where: { datasetId: rowId }, include: { blob: true } });
    return images.map(({ blob }) => blob);
  };

  test("deleting takes everything with it, files too that nothing else uses, and says how much that was", async () => {
    const zip = await makeCocoZip({ images: 4, widthPx: 72 });
    const { datasetId: id } = await api.importZip(owner, zip, { dataset: "gone soon" });
    const { datasetId: other } = await api.importZip(owner, await makeCocoZip({ images: 2, widthPx: 72 }), {
      dataset: "stays",
    });
    const files = await filesOf(id);
    const shared = new Set((await filesOf(other)).map(({ sha256 }) => sha256));
    expect([files.length, shared.size]).toEqual([4, 2]);
    const own = files.filter(({ sha256 }) => !shared.has(sha256));
    const ownBytes = own.reduce((sum, { bytes }) => sum + Number(bytes), 0);
    expect(await remove(id)).toEqual({ id, bytesFreed: ownBytes });
    expect((await api.graph(owner, "query ($id: ID!) { dataset(id: $id) { name } }", { id })).data.dataset).toBeNull();
    for (const { sha256 } of files) expect(await api.services.blobs.has(sha256)).toBe(shared.has(sha256));
    const rows = await api.services.prisma.blob.count({ where: { sha256: { in: files.map(({ sha256 }) => sha256) } } });
    expect(rows).toBe(2);
  });

  test("an import of the same pictures at the same moment keeps its files", async () => {
    const zip = await makeCocoZip({ images: 6, widthPx: 80 });
    let { datasetId: id } = await api.importZip(owner, zip, { dataset: "round 0" });
    for (let round = 1; round <= 8; round++) {
      const [{ datasetId: next, importId }] = await Promise.all([
        api.importZip(owner, zip, { dataset: `round ${round}` }),
        remove(id),
      ]);
      const { data } = await api.graph(owner, "query ($id: ID!) { import(id: $id) { status error } }", {
        id: importId,
      });
      expect(data.import).toEqual({ status: "SUCCEEDED", error: null });
      const files = await filesOf(next);
      expect(files).toHaveLength(6);
      for (const { sha256 } of files) await api.services.blobs.verify(sha256);
      id = next;
    }
  });
});
