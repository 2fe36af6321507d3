import { afterAll, beforeAll, expect, test } from "vitest";
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

async function createRun(configuration: Record<string, unknown>): Promise<string> {
  const { data } = await api.graph(
    owner,
    `mutation ($input: CreateRunInput!) { createRun(input: $input) { ... on CreateRunSuccess { data { id } } } }`,
    { input: { experiment: "numbers", name: String(configuration.lr), configuration } },
  );
  return data.createRun.data.id;
}

test("a setting that no number holds is text: runs are sorted, filtered and grouped by it all the same", async () => {
  // 1e400 lies beyond what 64 bits hold; 1e308 does not.
  for (const lr of ["1e400", "-1e999", "nonsense", "1e308", "0.5", 0.25]) await createRun({ lr });
  const { data, errors } = await api.graph(
    owner,
    `{
      sorted: runs(sort: {column: {setting: "lr"}, ascending: true}, first: 3) { edges { node { name } } }
      filtered: runs(where: [{column: {setting: "lr"}, comparison: GT, number: 0.3}]) { edges { node { name } } }
      runGroups(by: {setting: "lr"}, columns: [{setting: "lr"}]) { key figures { mean } }
    }`,
  );
  expect(errors).toEqual([]);
  const names = (page: { edges: { node: { name: string } }[] }) => page.edges.map(({ node }) => node.name);
  expect(names(data.sorted)).toEqual(["0.25", "0.5", "1e308"]);
  expect(names(data.filtered).sort()).toEqual(["0.5", "1e308"]);
  const means = Object.fromEntries(
    data.runGroups.map(({ key, figures }: { key: string; figures: { mean: number | null }[] }) => [
      key,
      figures[0]?.mean,
    ]),
  );
  expect(means).toMatchObject({ "1e400": null, nonsense: null, "1e308": 1e308, "0.5": 0.5 });
});

test("no run of a program is put into a state of the queue", async () => {
  const id = await createRun({ lr: 1 });
  const change = async (name: "cancelRun" | "retryRun" | "finishRun", input: Record<string, unknown>) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const { data, errors } = await api.graph(
      owner,
      `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on Error { message } } }`,
      { input: { id, ...input } },
    );
    expect(errors).toEqual([]);
    return data[name];
  };
  const state = async () =>
    (await api.graph(owner, `query ($id: ID!) { run(id: $id) { status cancelRequested finishedAt } }`, { id })).data
      .run;
  const running = { status: "RUNNING", cancelRequested: false, finishedAt: null };

  expect(await change("cancelRun", {})).toMatchObject({
    __typename: "ConflictError",
    message: expect.stringContaining("finishRun"),
  });
  expect(await change("finishRun", { status: "QUEUED" })).toMatchObject({ __typename: "InvalidInputError" });
  expect(await change("retryRun", {})).toMatchObject({ __typename: "ConflictError" });
  expect(await state()).toEqual(running);

  const runId = Buffer.from(id, "base64url").toString().slice(4);
  const scheduled = await api.fastify.inject({
    method: "POST",
    url: "/api/2.0/mlflow/runs/update",
    headers: { authorization: `Bearer ${owner.token}` },
    payload: { run_id: runId, status: "SCHEDULED" },
  });
  expect([scheduled.statusCode, scheduled.json().run_info.status]).toEqual([200, "RUNNING"]);
  expect(await state()).toEqual(running);
});
