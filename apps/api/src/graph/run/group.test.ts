import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let datasetId: string;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  ({ datasetId } = await api.importZip(owner, await makeCocoZip({ images: 10 }), { dataset: "ten" }));
});

afterAll(async () => {
  await api?.close();
});

const mutate = async (name: string, inputType: string, input: Record<string, unknown>) => {
  const { data, errors } = await api.graph(
    owner,
    `mutation ($input: ${inputType}!) { ${name}(input: $input) { __typename ... on InvalidInputError { field message }
      ... on ${name[0]?.toUpperCase()}${name.slice(1)}Success { data { id name group } } } }`,
    { input },
  );
  expect(errors).toEqual([]);
  return data[name];
};

const launch = (input: Record<string, unknown>) =>
  mutate("launchRun", "LaunchRunInput", { datasetId, recipe: "MININET", preset: "demo", ...input });

const names = async (variables: Record<string, unknown>) => {
  const { data, errors } = await api.graph(
    owner,
    `query ($group: String, $search: String, $sort: RunSortInput, $where: [RunConditionInput!], $first: Int, $after: String, $last: Int, $before: String) {
      runs(group: $group, search: $search, sort: $sort, where: $where, first: $first, after: $after, last: $last, before: $before) {
        pageInfo { startCursor endCursor } edges { node { name } } } }`,
    variables,
  );
  expect(errors).toEqual([]);
  const { edges, pageInfo } = data.runs as {
    edges: { node: { name: string } }[];
    pageInfo: { startCursor: string; endCursor: string };
  };
  return { text: edges.map(({ node }) => node.name).join(""), ...pageInfo };
};

test("runs are launched, cloned and logged into groups, moved between them, and found and sorted by them", async () => {
  const { data: a } = await launch({ name: "a", group: "  wide, low  " });
  expect(a.group).toBe("wide, low");
  const { data: b } = await mutate("cloneRun", "CloneRunInput", { id: a.id, name: "b" });
  const { data: c } = await launch({ name: "c", group: "narrow" });
  const { data: d } = await mutate("cloneRun", "CloneRunInput", { id: a.id, name: "d", group: "" });
  const { data: e } = await mutate("createRun", "CreateRunInput", { experiment: "x", name: "e", group: "narrow" });
  expect([b, c, d, e].map(({ group }) => group)).toEqual(["wide, low", "narrow", null, "narrow"]);
  expect(await launch({ group: "g".repeat(201) })).toMatchObject({
    __typename: "InvalidInputError",
    field: "group",
    message: "A group has at most 200 characters.",
  });

  expect((await names({ group: "narrow" })).text).toBe("ec");
  expect((await names({ group: "narro" })).text).toBe("");
  expect((await names({ search: "WIDE" })).text).toBe("ba");
  const column = { field: "GROUP" };
  expect((await names({ where: [{ column, comparison: "CONTAINS", text: "row" }] })).text).toBe("ec");
  expect((await names({ where: [{ column, comparison: "NE", text: "narrow" }] })).text).toBe("ba");

  // Runs without a group come last either way; pages go on where they stopped, in both directions.
  const up = { sort: { column, ascending: true } };
  const down = { sort: { column, ascending: false } };
  expect((await names(up)).text).toBe("ceabd");
  expect((await names(down)).text).toBe("baecd");
  for (const [order, whole] of [
    [up, "cea-bd"],
    [down, "bae-cd"],
  ] as const) {
    const first = await names({ ...order, first: 3 });
    const second = await names({ ...order, first: 3, after: first.endCursor });
    expect(`${first.text}-${second.text}`).toBe(whole);
    expect((await names({ ...order, last: 2, before: second.startCursor })).text).toBe(whole.slice(1, 3));
  }

  await mutate("updateRuns", "UpdateRunsInput", { ids: [c.id, d.id], group: "moved" });
  expect((await names({ group: "moved" })).text).toBe("dc");
  await mutate("updateRuns", "UpdateRunsInput", { ids: [c.id], group: " " });
  await mutate("updateRuns", "UpdateRunsInput", { ids: [d.id], notes: "stays where it is" });
  expect((await names({ group: "moved" })).text).toBe("d");

  const { errors } = await api.graph(
    owner,
    "query ($where: [RunConditionInput!]) { runs(where: $where) { totalCount } }",
    {
      where: [{ column: { field: "GROUP", setting: "b" }, comparison: "EQ", text: "x" }],
    },
  );
  expect(errors[0]).toMatchObject({ extensions: { code: "INVALID_INPUT" } });
});
