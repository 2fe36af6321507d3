import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi, type TestPerson } from "../testing/startTestApi.ts";
import { csvLine } from "./csv.ts";

let api: TestApi;
let owner: TestPerson;
let runId: string;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  const create = `mutation ($input: CreateRunInput!) { createRun(input: $input) { ... on CreateRunSuccess { data { id } } } }`;
  const input = {
    experiment: "e",
    name: 'a "quoted", name',
    configuration: { lr: 0.5, note: "x" },
    tags: ["t1", "t2"],
  };
  runId = (await api.graph(owner, create, { input })).data.createRun.data.id;
  const log = `mutation ($input: LogMetricsInput!) { logMetrics(input: $input) { __typename } }`;
  const steps = Array.from({ length: 45_000 }, (_, index) => index);
  const series = [{ name: "loss", steps: [1, 1, 2], values: [0.5, 0.25, null], timesMs: [0, 1_000, 2_000] }];
  await api.graph(owner, log, { input: { runId, series } });
  for (const from of [0, 15_000, 30_000]) {
    const part = steps.slice(from, from + 15_000);
    await api.graph(owner, log, { input: { runId, series: [{ name: "long", steps: part, values: part }] } });
  }
});
afterAll(async () => {
  await api?.close();
});

const get = (url: string) => api.fastify.inject({ url, headers: { authorization: `Bearer ${owner.token}` } });

test("fields with commas, quotes and line ends are quoted", () => {
  expect(csvLine(["a", 'b "c"', "d,e", "f\ng", null, 0.5, ["h"]])).toBe('a,"b ""c""","d,e","f\ng",,0.5,"[""h""]"\r\n');
});

test("every point of a run goes out, as CSV and as lines of JSON", async () => {
  const csv = await get(`/files/runs/${runId}/metrics`);
  expect(csv.headers).toMatchObject({ "content-disposition": 'attachment; filename="run-1-metrics.csv"' });
  const lines = csv.body.trim().split("\r\n");
  expect([lines[0], ...lines.slice(-3)]).toEqual([
    "series,step,value,at",
    "loss,1,0.5,1970-01-01T00:00:00.000Z",
    "loss,1,0.25,1970-01-01T00:00:01.000Z",
    "loss,2,NaN,1970-01-01T00:00:02.000Z",
  ]);
  expect(lines).toHaveLength(1 + 3 + 45_000);
  const json = (await get(`/files/runs/${runId}/metrics?format=json`)).body.trim().split("\n");
  expect(json).toHaveLength(45_003);
  expect(JSON.parse(json.at(-1) ?? "")).toEqual({
    series: "loss",
    step: 2,
    value: "NaN",
    at: "1970-01-01T00:00:02.000Z",
  });
  expect((await get(`/files/runs/${runId}/metrics?format=xml`)).statusCode).toBe(400);
});

test("the table of runs goes out with settings and metrics", async () => {
  const [head, line] = (await get("/files/runs")).body.trim().split("\r\n");
  expect(head).toBe(
    "id,number,name,status,source,recipe,preset,dataset,experiment,group,tags,notes,createdAt,startedAt,finishedAt,bestValue,setting:lr,setting:note,last(long),min(long),max(long),last(loss),min(loss),max(loss)",
  );
  expect(line).toMatch(
    /^[\w-]+,1,"a ""quoted"", name",RUNNING,EXTERNAL,,,,e,,t1 t2,,[^,]+,[^,]+,,,0\.5,x,44999,0,44999,NaN,0\.25,0\.5$/,
  );
  const json = JSON.parse((await get("/files/runs?format=json")).body.trim());
  expect(json).toMatchObject({ id: runId, configuration: { lr: 0.5 }, metrics: { long: { last: "44999" } } });
});
