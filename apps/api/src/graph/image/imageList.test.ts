import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let datasetId: string;
let ids: string[];

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  ({ datasetId } = await api.importZip(owner, await makeCocoZip({ images: 7 }), { dataset: "seven" }));
  ids = (await page({ limit: 100 })).images.map(({ id }: { id: string }) => id);
  const tag = `mutation ($input: TagImagesInput!) { tagImages(input: $input) { __typename } }`;
  await api.graph(owner, tag, { input: { datasetId, imageIds: [ids[1], ids[3], ids[6]], add: ["night"] } });
});
afterAll(async () => {
  await api?.close();
});

async function page(variables: object) {
  const { data, errors } = await api.graph(
    owner,
    `query ($id: ID!, $offset: Int, $limit: Int, $filter: ImageFilter, $order: ImageOrder) { dataset(id: $id) {
      imagePage(offset: $offset, limit: $limit, filter: $filter, order: $order) { totalCount offset images { id } } } }`,
    { id: datasetId, ...variables },
  );
  expect(errors).toEqual([]);
  return data.dataset.imagePage;
}

async function placeOf(person: TestPerson, id: string | undefined, variables: object = {}) {
  const { data, errors } = await api.graph(
    person,
    `query ($id: ID!, $filter: ImageFilter, $order: ImageOrder) { image(id: $id) {
      placeIn(filter: $filter, order: $order) { position totalCount previous { id } next { id } } } }`,
    { id, ...variables },
  );
  expect(errors).toEqual([]);
  return data.image?.placeIn ?? null;
}

const at = (...indexes: number[]) => indexes.map((index) => ({ id: ids[index] }));
const filter = { tags: ["night"] };

test("a page begins anywhere in the list, in either order", async () => {
  expect(await page({ offset: 2, limit: 3 })).toEqual({ totalCount: 7, offset: 2, images: at(2, 3, 4) });
  expect(await page({ offset: 2, limit: 3, order: "NEWEST" })).toMatchObject({ images: at(4, 3, 2) });
  expect(await page({ offset: 1, limit: 5, filter })).toEqual({ totalCount: 3, offset: 1, images: at(3, 6) });
  expect(await page({ offset: 99 })).toMatchObject({ totalCount: 7, images: [] });
  expect(await page({ offset: -5, limit: -1 })).toEqual({ totalCount: 7, offset: 0, images: [] });
});

test("an image knows its place and its neighbours in the list that is worked through", async () => {
  const [first, last] = [ids[1], ids[6]];
  expect(await placeOf(owner, ids[3])).toEqual({ position: 3, totalCount: 7, previous: at(2)[0], next: at(4)[0] });
  expect(await placeOf(owner, ids[3], { filter })).toEqual({
    position: 1,
    totalCount: 3,
    previous: { id: first },
    next: { id: last },
  });
  expect(await placeOf(owner, ids[3], { filter, order: "NEWEST" })).toEqual({
    position: 1,
    totalCount: 3,
    previous: { id: last },
    next: { id: first },
  });
  expect(await placeOf(owner, first, { filter })).toMatchObject({ position: 0, previous: null });
  expect(await placeOf(owner, last, { filter })).toMatchObject({ position: 2, next: null });
});

test("one that has left the list still leads to those around it", async () => {
  expect(await placeOf(owner, ids[4], { filter })).toEqual({
    position: null,
    totalCount: 3,
    previous: at(3)[0],
    next: at(6)[0],
  });
});

test("a stranger learns nothing", async () => {
  expect(await placeOf(await api.person({ projectId: await api.project() }), ids[0])).toBeNull();
});
