import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let other: TestPerson;

beforeAll(async () => {
  api = await startTestApi();
  const projectId = await api.project();
  owner = await api.person({ projectId });
  other = await api.person({ projectId });
});
afterAll(async () => {
  await api?.close();
});

async function save(person: TestPerson, input: Record<string, unknown>) {
  const { data } = await api.graph(
    person,
    `mutation ($input: SaveViewInput!) { saveView(input: $input) { __typename ... on Error { message } ... on SaveViewSuccess { data { id name query } } } }`,
    { input: { page: "RUNS", ...input } },
  );
  return data.saveView;
}

async function remove(person: TestPerson, id: string) {
  const { data } = await api.graph(
    person,
    `mutation ($input: DeleteSavedViewInput!) { deleteSavedView(input: $input) { __typename } }`,
    { input: { id } },
  );
  return data.deleteSavedView.__typename;
}

async function viewsOf(person: TestPerson, page = "RUNS") {
  const { data } = await api.graph(
    person,
    "query ($page: SavedViewPage!) { viewer { savedViews(page: $page) { name query } } }",
    { page },
  );
  return data.viewer.savedViews;
}

test("a view is kept under its name, replaced by one of that name, and deleted, each person's own", async () => {
  const saved = await save(owner, { name: " Best first ", query: "sort=best(loss)" });
  expect(saved.data).toMatchObject({ name: "Best first", query: "sort=best(loss)" });
  await save(owner, { name: "All", query: "" });
  await save(other, { name: "Best first", query: "sort=lr" });
  await save(owner, { name: "Best first", query: "sort=min(loss)" });
  await save(owner, { page: "COMPARE", name: "Two", query: "ids=a,b" });
  expect(await viewsOf(owner)).toEqual([
    { name: "All", query: "" },
    { name: "Best first", query: "sort=min(loss)" },
  ]);
  expect(await viewsOf(owner, "COMPARE")).toEqual([{ name: "Two", query: "ids=a,b" }]);
  expect(await remove(other, saved.data.id)).toBe("NotFoundError");
  expect(await remove(owner, saved.data.id)).toBe("DeleteSavedViewSuccess");
  expect(await viewsOf(owner)).toEqual([{ name: "All", query: "" }]);
  expect(await viewsOf(other)).toEqual([{ name: "Best first", query: "sort=lr" }]);
});

test("a view without a name, or with an address beyond all bounds, is refused", async () => {
  expect(await save(owner, { name: " ", query: "" })).toMatchObject({ message: "A view needs a name." });
  expect(await save(owner, { name: "x", query: "a".repeat(16_001) })).toMatchObject({
    message: "The address is too long to be saved.",
  });
});
