import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, expect, test } from "vitest";
import { csvLine } from "../../domain/runExport/csv.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

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
  expect((await get("/files/runs?format=tensorboard")).statusCode).toBe(400);
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

const bytesOf = (body: Buffer) => new Uint8Array(body).buffer;

test("points and runs go out as Parquet, with the types of their columns", async () => {
  const points = await get(`/files/runs/${runId}/metrics?format=parquet`);
  expect(points.headers["content-disposition"]).toBe('attachment; filename="run-1-metrics.parquet"');
  const rows = await parquetReadObjects({ file: bytesOf(points.rawPayload) });
  expect(rows).toHaveLength(45_003);
  expect(rows.slice(-3)).toEqual([
    { series: "loss", step: 1, value: 0.5, at: new Date(0) },
    { series: "loss", step: 1, value: 0.25, at: new Date(1_000) },
    { series: "loss", step: 2, value: Number.NaN, at: new Date(2_000) },
  ]);
  const runs = await get("/files/runs?format=parquet");
  const metadata = parquetMetadata(bytesOf(runs.rawPayload));
  const types = Object.fromEntries(metadata.schema.map(({ name, type }) => [name, type]));
  expect(types).toMatchObject({ number: "INT32", "setting:lr": "DOUBLE", "setting:note": "BYTE_ARRAY" });
  const [run] = await parquetReadObjects({ file: bytesOf(runs.rawPayload) });
  expect(run).toMatchObject({
    id: runId,
    number: 1,
    "setting:lr": 0.5,
    "last(long)": 44_999,
    "last(loss)": Number.NaN,
  });
  expect(run?.createdAt).toBeInstanceOf(Date);
});

// The programs they are for: python3 -m venv DIR && DIR/bin/pip install tensorboard==2.21.0 pyarrow==26.0.1
const environmentFolder = process.env.MASKYARD_EXPORTS_VENV ?? "/tmp/maskyard-venvs/exports";
const python = join(environmentFolder, "bin/python");
const script = fileURLToPath(new URL("../../../../../bench/exports/read_back.py", import.meta.url));
if (!existsSync(python)) {
  console.warn(`Skipped: TensorBoard and pyarrow are not there (MASKYARD_EXPORTS_VENV, ${environmentFolder}).`);
}

test.skipIf(!existsSync(python))("TensorBoard and pyarrow read what was exported", { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "maskyard-exports-"));
  const events = await get(`/files/runs/${runId}/metrics?format=tensorboard`);
  const name = /filename="(events\.out\.tfevents\.\d+\.run-1)"/.exec(
    String(events.headers["content-disposition"]),
  )?.[1];
  const files = [join(folder, name ?? "?"), join(folder, "points.parquet"), join(folder, "runs.parquet")];
  const points = await get(`/files/runs/${runId}/metrics?format=parquet`);
  const runs = await get("/files/runs?format=parquet");
  for (const [index, { rawPayload }] of [events, points, runs].entries()) {
    await writeFile(files[index] as string, rawPayload);
  }
  const { status, stdout, stderr } = spawnSync(python, [script, ...files], { encoding: "utf8" });
  await rm(folder, { recursive: true });
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  const seen = JSON.parse(stdout.replaceAll(/\bNaN\b/g, '"NaN"'));
  expect(seen).toMatchObject({
    scalars: {
      loss: [
        [1, 0.5, 0],
        [1, 0.25, 1],
        [2, "NaN", 2],
      ],
    },
    scalarCounts: { long: 45_000, loss: 3 },
    pointColumns: { series: "string", step: "int32", value: "double", at: "timestamp[ms, tz=UTC]" },
    pointCount: 45_003,
    sumOfLong: (44_999 * 45_000) / 2,
    runColumns: { number: "int32", "setting:lr": "double", "setting:note": "string", "last(loss)": "double" },
    runs: [{ id: runId, "setting:lr": 0.5, "setting:note": "x", "max(long)": 44_999 }],
  });
});
