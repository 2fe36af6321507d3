import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeGlobalId, startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
/** A member of both projects. */
let guest: TestPerson;
let stranger: TestPerson;
let slugs: [string, string];
let first: { id: string; url: string };

beforeAll(async () => {
  api = await startTestApi();
  const { prisma } = api.services;
  const [one, two] = [await api.project(), await api.project()];
  const slugOf = async (id: string) => (await prisma.project.findUniqueOrThrow({ where: { id } })).slug;
  slugs = [await slugOf(one), await slugOf(two)];
  owner = await api.person({ projectId: one });
  guest = await api.person({ projectId: one, role: "VIEWER" });
  await prisma.projectMember.create({ data: { projectId: two, userId: guest.userId, role: "VIEWER" } });
  const other = await api.person({ projectId: two });
  stranger = await api.person({ projectId: await api.project() });
  first = await createRun(owner);
  await createRun(owner);
  await createRun(other);
});
afterAll(async () => {
  await api?.close();
});

async function createRun(person: TestPerson): Promise<{ id: string; url: string }> {
  const { data, errors } = await api.graph(
    person,
    'mutation { createRun(input: {experiment: "e"}) { ... on CreateRunSuccess { data { id url } } } }',
  );
  expect(errors).toEqual([]);
  return data.createRun.data;
}

const byNumber = async (person: TestPerson, project: string | null, number: number) => {
  const { data, errors } = await api.graph(
    person,
    "query ($project: String, $number: Int!) { runByNumber(project: $project, number: $number) { id number } }",
    { project, number },
  );
  expect(errors).toEqual([]);
  return data.runByNumber;
};

test("a run is found by its project's slug and its number, and its address says both", async () => {
  expect(first.url).toBe(`/p/${slugs[0]}/runs/1`);
  expect(await byNumber(owner, slugs[0], 1)).toEqual({ id: first.id, number: 1 });
  expect(await byNumber(owner, slugs[0], 99)).toBeNull();
});

test("a number alone is enough while one run that the viewer sees has it", async () => {
  expect(await byNumber(owner, null, 1)).toEqual({ id: first.id, number: 1 });
  expect(await byNumber(guest, null, 1)).toBeNull();
  expect(await byNumber(guest, null, 2)).toMatchObject({ number: 2 });
});

test("nobody finds a run of a project they are no member of", async () => {
  expect(await byNumber(stranger, slugs[0], 1)).toBeNull();
  expect(await byNumber(owner, slugs[1], 1)).toBeNull();
});

test("of runs to compare, what is no run's id is left out", async () => {
  const ids = ["nonsense", first.id, encodeGlobalId("Dataset", "01a20762-167c-71fe-9689-805384f26a65"), ""];
  const { status, data, errors } = await api.graph(owner, "query ($ids: [ID!]!) { runsById(ids: $ids) { id } }", {
    ids,
  });
  expect({ status, errors }).toEqual({ status: 200, errors: [] });
  expect(data.runsById).toEqual([{ id: first.id }]);
});
