import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;

const RUNS = [
  {
    name: "a",
    group: "wide",
    configuration: { lr: 0.01, batch: 8, optimizer: "sgd", aug: { jitter: 0.1, flip: true }, "data.size": 640 },
    series: { loss: [2, 0.5], "val/segm AP": [0.1, 0.3] },
    tags: ["night", "keep"],
  },
  {
    name: "b",
    group: "narrow",
    configuration: { lr: "0.03", batch: 8, optimizer: "adamw", aug: { jitter: 0.3, flip: false }, "data.size": 800 },
    series: { loss: [3, 0.9], "val/segm AP": [0.2, 0.2] },
    tags: [],
  },
  {
    name: "c",
    configuration: { lr: 0.05, batch: 16, optimizer: "my own", note: "1e999" },
    series: { loss: [1, 1] },
    tags: ["keep"],
  },
  { name: "d 100%", configuration: { lr: "auto", Ünit: { x: { y: [1, 2] } } }, series: {}, tags: [] },
];

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  for (const { series, tags, ...input } of RUNS) {
    const id = (await mutate("createRun", "CreateRunInput", { experiment: "filters", ...input })).data.id;
    const logged = Object.entries(series).map(([name, values]) => ({ name, steps: [1, 2], values }));
    if (logged.length > 0) await mutate("logMetrics", "LogMetricsInput", { runId: id, series: logged });
    if (tags.length > 0) await mutate("updateRuns", "UpdateRunsInput", { ids: [id], addTags: tags });
    if (input.name === "c") await mutate("finishRun", "FinishRunInput", { id, status: "FAILED" });
  }
  const { pool } = api.services;
  await pool.query(`UPDATE run SET attributes = '{"team": "blue", "mlflow.user": "ada"}' WHERE name = 'a'`);
  await pool.query(
    "UPDATE run SET created_at = '2026-11-28 23:59:59.999Z', started_at = now() - interval '90 minutes' WHERE name = 'a'",
  );
  await pool.query("UPDATE run SET created_at = '2026-11-27 00:00:00Z' WHERE name = 'b'");
});
afterAll(async () => {
  await api?.close();
});

async function mutate(name: string, type: string, input: Record<string, unknown>) {
  const { data, errors } = await api.graph(
    owner,
    `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on Error { message }
      ${name === "createRun" ? "... on CreateRunSuccess { data { id } }" : ""} } }`,
    { input },
  );
  expect(errors).toEqual([]);
  expect(data[name]).not.toHaveProperty("message");
  return data[name];
}

async function find(filter: string, person = owner) {
  const { data, errors } = await api.graph(
    person,
    "query ($filter: String) { runs(filter: $filter, order: NEWEST) { totalCount edges { node { name } } } }",
    { filter },
  );
  if (errors.length > 0) return errors[0];
  const names = data.runs.edges.map(({ node }: { node: { name: string } }) => node.name[0]).sort();
  expect(data.runs.totalCount).toBe(names.length);
  return names.join("");
}

test.each([
  ["", "abcd"],
  ["batch = 8 and lr > 0.02", "b"],
  ["config.lr > 0.02", "bc"],
  ["lr = 0.01", "a"],
  ["lr != 0.01", "bcd"],
  ["not lr > 0.02", "ad"],
  ["not (lr > 0.02 and batch = 8)", "acd"],
  ["lr = auto", "d"],
  ['lr = "0.03"', "b"],
  ["lr in (0.01, auto)", "ad"],
  ["lr not in (0.01, auto)", "bc"],
  ["batch not in (16)", "ab"],
  ["batch = 8 or batch = 16", "abc"],
  ["batch = 8, lr < 0.02", "a"],
  ["(batch = 8 or lr = 0.05) and not name = a", "bc"],
  ["optimizer = 'my own'", "c"],
  ["optimizer ~ OWN", "c"],
  ["optimizer like 'ad%'", "b"],
  ["optimizer like 'AD%'", ""],
  ["optimizer ilike 'AD%'", "b"],
  ["optimizer not like 'ad%'", "ac"],
  ["optimizer > 'n'", "a"],
  ["aug.jitter = 0.1", "a"],
  ["config.aug.jitter >= 0.1 and params.aug.flip = false", "b"],
  ["data.size = 640", "a"],
  ["Ünit.x.y contains 2", "d"],
  ["note = 5 or note > 5", ""],
  ["note = 1e999", "c"],
  ["loss < 0.95", "ab"],
  ["min(loss) = 1", "c"],
  ["max(loss) >= 2", "ab"],
  ["best(loss) < 0.6", "a"],
  ["best('val/segm AP') > 0.15", "ab"],
  ["metrics.`val/segm AP` = 0.3", "a"],
  ["summary.loss in (0.5, 1)", "ac"],
  ["loss is null", "d"],
  ["not loss < 1", "cd"],
  ["batch is not null", "abc"],
  ["status = failed", "c"],
  ["attributes.status = 'RUNNING'", "abd"],
  ["state in (finished, crashed)", "c"],
  ["status != running", "c"],
  ["not status = running", "c"],
  ["group = wide", "a"],
  ["group is null", "cd"],
  ["not group = wide", "bcd"],
  ["experiment = filters and dataset is null", "abcd"],
  ["experiment contains FILT", "abcd"],
  ["not experiment contains x", "abcd"],
  ["tags = keep", "ac"],
  ["tag in (night, day)", "a"],
  ["tags contains NIG", "a"],
  ["tags != keep", "bd"],
  ["tags is null", "bd"],
  ["tags.team = blue", "a"],
  ["tags.mlflow.user is null", "bcd"],
  ["name contains '100%'", "d"],
  ["name contains '0%0'", ""],
  ["number < 3", "ab"],
  ["number in (1, 2.5, 4)", "ad"],
  ["duration > 1h", "a"],
  ["created < today and created > -9999d", "ab"],
  ["created = 2026-11-28", "a"],
  ["created > 2026-11-27 and created <= 2026-11-28", "a"],
  ["created <= 2026-11-27", "b"],
  ["created in (2026-11-27, 2026-11-28)", "ab"],
  ["created != 2026-11-27 and batch = 8", "a"],
  ["source = external and recipe is null", "abcd"],
])("%s: %s", async (filter, names) => {
  expect(await find(filter)).toBe(names);
});

test.each([
  ["Lr = 0.1", "No run has a setting, metric or field “Lr”; did you mean lr?", 0, 2],
  ["batch = 8 and bathc = 3", "No run has a setting, metric or field “bathc”; did you mean batch?", 14, 19],
  ["jitter > 0.1", "No run has a setting, metric or field “jitter”; did you mean aug.jitter?", 0, 6],
  ["config.loss > 1", "“loss” is a metric, not a setting; write metric.loss.", 0, 11],
  ["metrics.lr > 1", "“lr” is a setting, not a metric; write setting.lr.", 0, 10],
  ["config.status = x", "“status” is a field of the run, not a setting; write status.", 0, 13],
  ["min(los) < 1", "No run has a metric “los”; did you mean min(loss)?", 0, 8],
  ["val/segm_AP > 0.3", 'No run has a setting, metric or field “val/segm_AP”; did you mean "val/segm AP"?', 0, 11],
  ["tags.tean = x", "No run has a tag “tean”; did you mean tag.team?", 0, 9],
  [
    "qqqqqqqqqqqqqqqq = 1",
    "No run has a setting, metric or field “qqqqqqqqqqqqqqqq”; runColumns lists the names there are.",
    0,
    16,
  ],
  ["loss < fast", "“fast” is no number, and loss is a metric.", 7, 11],
  ["lr > o.1", "“o.1” is no number; in quotes it would be compared as text.", 5, 8],
  [
    "loss contains 1",
    "“loss” is a number, and “contains” is not for these: it is compared by =, !=, <, <=, >, >= and in.",
    0,
    15,
  ],
  ["status = succeded", "“succeded” is no status; did you mean succeeded?", 9, 17],
  ["created > soon", '“soon” is not a time. Write, for example, 2026-11-29, "2026-11-29 10:30", today or -7d.', 10, 14],
  ["duration > long", "“long” is no duration; write for example 90s, 30m or 1h30m.", 11, 15],
  [
    "name like 'a\\\\\\\\\\\\'",
    "A pattern cannot end with a single backslash, because a backslash escapes the character after it.",
    10,
    19,
  ],
  ["tags > a", "“tags” is a list, and “>” is not for these: it is compared by =, !=, in, contains and like.", 0, 8],
  [
    "batch 8",
    "Expected a comparison here: =, !=, <, <=, >, >=, contains, like, in, is null. A name with spaces is put in quotes.",
    6,
    7,
  ],
])("refuses %s with its place", async (filter, reason, start, end) => {
  expect(await find(filter)).toMatchObject({
    message: `${reason}\n  ${filter}\n  ${" ".repeat(start)}${"^".repeat(end - start)}`,
    extensions: { code: "INVALID_INPUT", field: "filter", span: { start, end } },
  });
});

test("a stranger's filter finds no runs and no names of others", async () => {
  const stranger = await api.person({ projectId: await api.project() });
  expect(await find("status = running", stranger)).toBe("");
  expect(await find("lr = 0.01", stranger)).toMatchObject({ message: expect.stringContaining("No run has a setting") });
  const { data } = await api.graph(stranger, '{ runColumns { settings tags } runColumnValues(name: "experiment") }');
  expect(data).toEqual({ runColumns: { settings: [], tags: [] }, runColumnValues: [] });
});

test("the names there are, those within objects with dots, and their values", async () => {
  const { data } = await api.graph(
    owner,
    `{ runColumns { metrics settings tags fields { field name kind } } optimizer: runColumnValues(name: "config.optimizer")
      tags: runColumnValues(name: "tags") status: runColumnValues(name: "status", startsWith: "RU") loss: runColumnValues(name: "min(loss)") }`,
  );
  expect(data.runColumns).toMatchObject({
    metrics: ["loss", "val/segm AP"],
    settings: ["aug.flip", "aug.jitter", "batch", "data.size", "lr", "note", "optimizer", "Ünit.x.y"],
    tags: ["mlflow.user", "team"],
  });
  expect(data.runColumns.fields).toContainEqual({ field: "BEST_VALUE", name: "bestValue", kind: "NUMBER" });
  expect(data).toMatchObject({
    optimizer: ["adamw", "my own", "sgd"],
    tags: ["keep", "night"],
    status: ["running"],
    loss: [],
  });
});

test.each([
  [{ field: "NAME" }, "abcd", "dcba"],
  [{ field: "NUMBER" }, "abcd", "dcba"],
  [{ field: "CREATED" }, "bacd", "dcab"],
  [{ field: "STATUS" }, "cabd", "dbac"],
  [{ field: "DURATION" }, "cdba", "abdc"],
  [{ field: "GROUP" }, "bacd", "abdc"],
  [{ field: "TAGS" }, "cabd", "acdb"],
  [{ field: "EXPERIMENT" }, "abcd", "dcba"],
  [{ field: "BEST_VALUE" }, "dcba", "dcba"],
  // Numbers, also those that were logged as text, stand before texts.
  [{ setting: "lr" }, "abcd", "cbad"],
  [{ setting: "optimizer" }, "bcad", "acbd"],
  [{ setting: "aug.jitter" }, "abcd", "badc"],
  [{ setting: "note" }, "cabd", "cdba"],
  [{ metric: "loss" }, "abcd", "cbad"],
])("sorted by %o, a run at a time", async (column, upwards, downwards) => {
  for (const [ascending, expected] of [
    [true, upwards],
    [false, downwards],
  ]) {
    let [after, names] = [null, ""];
    do {
      const { data, errors } = await api.graph(
        owner,
        `query ($sort: RunSortInput, $after: String) { runs(sort: $sort, first: 1, after: $after) {
          pageInfo { hasNextPage endCursor } edges { node { name } } } }`,
        { sort: { column, ascending }, after },
      );
      expect(errors).toEqual([]);
      names += data.runs.edges[0].node.name[0];
      after = data.runs.pageInfo.hasNextPage ? data.runs.pageInfo.endCursor : null;
    } while (after !== null);
    expect(names).toBe(expected);
  }
});

test("cursors of another order, or of nobody, are refused", async () => {
  const page = (variables: Record<string, unknown>) =>
    api.graph(
      owner,
      "query ($sort: RunSortInput, $after: String) { runs(sort: $sort, first: 1, after: $after) { pageInfo { endCursor } } }",
      variables,
    );
  const { data } = await page({ sort: { column: { field: "NAME" } } });
  const forged = (keys: string[]) => Buffer.from(JSON.stringify(keys)).toString("base64url");
  const id = "00000000-0000-4000-8000-000000000000";
  for (const after of [
    data.runs.pageInfo.endCursor,
    "x",
    "",
    forged([id, "1e999"]),
    forged([id, "'"]),
    forged(["-".repeat(36), "1"]),
  ]) {
    const { errors } = await page({ after, sort: { column: { metric: "loss" } } });
    expect(errors[0]).toMatchObject({ extensions: { code: "INVALID_INPUT" } });
  }
});
