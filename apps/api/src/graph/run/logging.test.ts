import { readSeries } from "@maskyard/store";
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

async function mutate(name: string, selection: string, input: Record<string, unknown>) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const { data, errors } = await api.graph(
    owner,
    `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename ... on Error { message } ... on ${type}Success { data ${selection} } } }`,
    { input },
  );
  expect(errors).toEqual([]);
  return data[name];
}

const createRun = (input: Record<string, unknown> = {}) =>
  mutate(
    "createRun",
    "{ id name status source recipe seed dataset { id } snapshot { id } experiment { name } configuration }",
    {
      experiment: "my program",
      ...input,
    },
  );

test("a program's run is made, logs in batches that count once, and ends as the program says", async () => {
  const { data: run } = await createRun({ configuration: { lr: 0.1 } });
  expect(run).toMatchObject({
    name: "my program 1",
    status: "RUNNING",
    source: "EXTERNAL",
    recipe: null,
    seed: null,
    dataset: null,
    snapshot: null,
    experiment: { name: "my program" },
    configuration: { lr: 0.1 },
  });
  const batch = {
    runId: run.id,
    key: "first",
    series: [
      { name: "loss", steps: [1, 2, 2], values: [0.5, 0.25, null], timesMs: [10, 20, 30] },
      { name: "lr", steps: [1], values: [0.1] },
    ],
  };
  expect((await mutate("logMetrics", "", batch)).data).toBe(true);
  expect((await mutate("logMetrics", "", batch)).data).toBe(false);
  const rowId = Buffer.from(run.id, "base64url").toString().slice(4);
  const series = await readSeries(api.services.pool, { runId: rowId });
  expect(series.map(({ name, steps, values }) => ({ name, steps, values }))).toEqual([
    { name: "loss", steps: [1, 2, 2], values: [0.5, 0.25, Number.NaN] },
    { name: "lr", steps: [1], values: [0.1] },
  ]);
  const { data: ended } = await mutate("finishRun", "{ status failureReason step }", {
    id: run.id,
    status: "FAILED",
    failureReason: "out of memory",
  });
  expect(ended).toEqual({ status: "FAILED", failureReason: "out of memory", step: 2 });
  expect(await mutate("retryRun", "{ id }", { id: run.id })).toMatchObject({
    message: expect.stringMatching(/not trained here/),
  });
  expect(await mutate("cloneRun", "{ id }", { id: run.id })).toMatchObject({
    message: expect.stringMatching(/not trained here/),
  });
});

test("runs are filtered and sorted by metrics and settings, and their columns read at once", async () => {
  const names = ["a", "b", "c", "d"];
  for (const [index, name] of names.entries()) {
    const { data: run } = await createRun({
      experiment: "table",
      name,
      configuration: { lr: index / 10, model: `M${index % 2}` },
    });
    if (name !== "d") {
      const values = [9, index === 2 ? null : 3 - index];
      await mutate("logMetrics", "", { runId: run.id, series: [{ name: "val/loss", steps: [1, 2], values }] });
    }
  }
  const read = async (variables: Record<string, unknown>) => {
    const { data, errors } = await api.graph(
      owner,
      `query ($sort: RunSortInput, $where: [RunConditionInput!], $after: String) { runs(search: "", sort: $sort, where: $where, first: 3, after: $after) {
        totalCount pageInfo { endCursor } edges { node { name metricValues(names: ["val/loss", "none"]) settingValues(keys: ["lr", "model", "none"]) } } } }`,
      variables,
    );
    expect(errors).toEqual([]);
    return data.runs;
  };
  const letters = (runs: { edges: { node: { name: string } }[] }) =>
    runs.edges
      .map(({ node }) => node.name)
      .filter((name) => names.includes(name))
      .join("");
  const metric = { column: { metric: "val/loss" } };
  const ascending = await read({ sort: { ...metric, ascending: true } });
  expect(letters(ascending).slice(0, 2)).toBe("ba");
  expect(ascending.edges[0].node).toMatchObject({ metricValues: [2, null], settingValues: [0.1, "M1", null] });
  expect(letters(await read({ sort: metric })).slice(0, 2)).toBe("ab");
  // A value that is no number sorts like none: with the others that have none, newest first.
  const rest = await read({ sort: { ...metric, ascending: true }, after: ascending.pageInfo.endCursor });
  expect(letters(ascending) + letters(rest)).toBe("badc");
  const max = { metric: "val/loss", figure: "MAX" };
  expect(letters(await read({ where: [{ column: max, comparison: "GE", number: 9 }] }))).toBe("cba");
  expect(letters(await read({ where: [{ ...metric, comparison: "LT", number: 3 }] }))).toBe("b");
  const model = { setting: "model" };
  expect(
    letters(
      await read({
        where: [
          { column: model, comparison: "EQ", text: "M0" },
          { column: { setting: "lr" }, comparison: "GT", number: 0.05 },
        ],
      }),
    ),
  ).toBe("c");
  expect((await read({ where: [{ column: model, comparison: "CONTAINS", text: "m1" }] })).totalCount).toBe(2);
  const wrong = await api.graph(owner, "query ($where: [RunConditionInput!]) { runs(where: $where) { totalCount } }", {
    where: [{ column: { metric: "a", setting: "b" }, comparison: "EQ", number: 1 }],
  });
  expect(wrong.errors[0]).toMatchObject({ extensions: { code: "INVALID_INPUT" } });
  const { data } = await api.graph(owner, "{ runColumns { metrics settings } }");
  expect(data.runColumns.metrics).toContain("val/loss");
  expect(data.runColumns.settings).toEqual(expect.arrayContaining(["lr", "model"]));
});

test("runs are counted in groups with the figures of their columns, and each group's runs are found", async () => {
  const logged = [
    { name: "g1", group: "wide", configuration: { lr: 0.1 }, values: [4, 1] },
    { name: "g2", group: "wide", configuration: { lr: "0.1" }, values: [9, 3] },
    { name: "g3", configuration: {}, values: [] },
  ];
  for (const { values, ...input } of logged) {
    const { data: run } = await createRun({ experiment: "groups", ...input });
    const series = [{ name: "loss", steps: values.map((_, step) => step), values }];
    if (values.length > 0) await mutate("logMetrics", "", { runId: run.id, series });
  }
  const { data: found } = await api.graph(owner, '{ runs(search: "g1") { edges { node { experiment { id } } } } }');
  const experimentId = found.runs.edges[0].node.experiment.id;
  const groupsBy = async (by: Record<string, unknown>, person = owner) => {
    const { data, errors } = await api.graph(
      person,
      `query ($by: RunGroupingInput!, $experimentId: ID, $columns: [RunColumnInput!]) {
        runGroups(by: $by, experimentId: $experimentId, columns: $columns) { key count figures { mean min max } } }`,
      { by, experimentId, columns: [{ metric: "loss" }, { metric: "loss", figure: "MAX" }, { setting: "lr" }] },
    );
    return data?.runGroups ?? errors[0]?.extensions.code;
  };
  const nothing = { mean: null, min: null, max: null };
  const wide = [
    { mean: 2, min: 1, max: 3 },
    { mean: 6.5, min: 4, max: 9 },
    { mean: 0.1, min: 0.1, max: 0.1 },
  ];
  const grouped = [
    { count: 2, figures: wide },
    { key: null, count: 1, figures: [nothing, nothing, nothing] },
  ];
  expect(await groupsBy({ property: "GROUP" })).toMatchObject([{ ...grouped[0], key: "wide" }, grouped[1]]);
  expect(await groupsBy({ setting: "lr" })).toMatchObject([{ ...grouped[0], key: "0.1" }, grouped[1]]);
  expect(await groupsBy({ property: "EXPERIMENT" })).toMatchObject([{ key: "groups", count: 3 }]);
  expect(await groupsBy({ property: "STATUS" })).toMatchObject([{ key: "RUNNING", count: 3 }]);
  expect(await groupsBy({ property: "DATASET" })).toMatchObject([{ key: null, count: 3 }]);
  for (const wrong of [{}, { property: "GROUP", setting: "lr" }]) expect(await groupsBy(wrong)).toBe("INVALID_INPUT");
  expect(await groupsBy({ property: "GROUP" }, await api.person({ projectId: await api.project() }))).toEqual([]);

  const membersOf = async (by: Record<string, unknown>, key: string | null) => {
    const { data } = await api.graph(
      owner,
      `query ($member: RunGroupMemberInput, $experimentId: ID) {
        runs(memberOf: $member, experimentId: $experimentId) { totalCount edges { node { name } } } }`,
      { member: { by, key }, experimentId },
    );
    return data.runs.edges.map(({ node }: { node: { name: string } }) => node.name).join(" ");
  };
  expect(await membersOf({ property: "GROUP" }, "wide")).toBe("g2 g1");
  expect(await membersOf({ property: "GROUP" }, null)).toBe("g3");
  expect(await membersOf({ setting: "lr" }, "0.1")).toBe("g2 g1");
  expect(await membersOf({ property: "EXPERIMENT" }, "groups")).toBe("g3 g2 g1");
});

test("lists of unequal length and steps that are none are refused, with nothing written", async () => {
  const { data: run } = await createRun();
  const log = (series: Record<string, unknown>) => mutate("logMetrics", "", { runId: run.id, series: [series] });
  expect(await log({ name: "loss", steps: [1, 2], values: [1] })).toMatchObject({
    message: "loss has 2 steps, but another list has length 1.",
  });
  expect(await log({ name: "loss", steps: [-1], values: [1] })).toMatchObject({
    message: expect.stringMatching(/loss has step -1/),
  });
  expect(await api.services.prisma.metricSeries.count({ where: { name: "loss", run: { name: run.name } } })).toBe(0);
});
