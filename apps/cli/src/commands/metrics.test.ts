import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GraphClient } from "../server/GraphClient.ts";
import { runCliHere } from "../testing/runCliHere.ts";
import { startTestServer, type TestServer } from "../testing/startTestServer.ts";

let server: TestServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-metrics-test-"));
  server = await startTestServer();
}, 120_000);

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

it("writes every point of a run to a file", { timeout: 60_000 }, async () => {
  const env = { MASKYARD_URL: server.url, MASKYARD_TOKEN: server.token, XDG_CONFIG_HOME: folder };
  const client = new GraphClient({ url: server.url, token: server.token });
  const { createRun } = await client.request<{ createRun: { data: { id: string } } }>(
    'mutation { createRun(input: { experiment: "e", name: "mine" }) { ... on CreateRunSuccess { data { id } } } }',
  );
  await client.request("mutation ($input: LogMetricsInput!) { logMetrics(input: $input) { __typename } }", {
    input: {
      runId: createRun.data.id,
      series: [{ name: "loss", steps: [1, 2], values: [3, 1.5], timesMs: [0, 1000] }],
    },
  });
  const file = join(folder, "metrics.csv");
  const { code, stdout } = await runCliHere(["metrics", "mine", "--export", file, "--json"], env);
  expect({ code, ...JSON.parse(stdout) }).toEqual({ code: 0, file, format: "csv" });
  expect(await readFile(file, "utf8")).toBe(
    "series,step,value,at\r\nloss,1,3,1970-01-01T00:00:00.000Z\r\nloss,2,1.5,1970-01-01T00:00:01.000Z\r\n",
  );
  const events = await runCliHere(
    ["metrics", "mine", "--export", join(folder, "tb"), "--as", "tensorboard", "--json"],
    env,
  );
  const { file: eventFile } = JSON.parse(events.stdout) as { file: string };
  expect(eventFile).toMatch(/tb\/events\.out\.tfevents\.\d+\.run-1$/);
  expect((await readFile(eventFile)).includes("brain.Event:2")).toBe(true);
  const table = join(folder, "runs.parquet");
  await runCliHere(["runs", "--export", table, "--as", "parquet"], env);
  expect((await readFile(table)).subarray(0, 4).toString()).toBe("PAR1");
});

it("tells NaN and infinities apart", { timeout: 60_000 }, async () => {
  const env = { MASKYARD_URL: server.url, MASKYARD_TOKEN: server.token, XDG_CONFIG_HOME: folder };
  const client = new GraphClient({ url: server.url, token: server.token });
  const { createRun } = await client.request<{ createRun: { data: { id: string } } }>(
    'mutation { createRun(input: { experiment: "e", name: "diverged" }) { ... on CreateRunSuccess { data { id } } } }',
  );
  // As literals of the document, and null as before.
  await client.request(
    `mutation { logMetrics(input: { runId: "${createRun.data.id}",
       series: [{ name: "loss", steps: [1, 2, 3, 4, 5], values: [1, null, "NaN", "-Infinity", "Infinity"], timesMs: [0, 0, 0, 0, 0] }] }) { __typename } }`,
  );
  const { stdout } = await runCliHere(["metrics", "diverged", "loss", "--json"], env);
  expect(JSON.parse(stdout).series[0].points).toEqual([
    [1, 1],
    [2, "NaN"],
    [3, "NaN"],
    [4, "-Infinity"],
    [5, "Infinity"],
  ]);
  expect((await runCliHere(["metrics", "diverged"], env)).stdout).toMatch(/\nloss\s+5\s+5\s+Infinity/);
  const file = join(folder, "diverged.csv");
  await runCliHere(["metrics", "diverged", "--export", file], env);
  expect((await readFile(file, "utf8")).split("\r\n").map((line) => line.split(",")[2])).toEqual([
    "value",
    "1",
    "NaN",
    "NaN",
    "-Infinity",
    "Infinity",
    undefined,
  ]);
  await expect(
    client.request(
      `mutation { logMetrics(input: { runId: "${createRun.data.id}", series: [{ name: "loss", steps: [6], values: ["high"] }] }) { __typename } }`,
    ),
  ).rejects.toThrow(/A MeasuredValue is a number or one of/);
});

it("changes what is said of runs, and lists favourites and archived ones", { timeout: 60_000 }, async () => {
  const env = { MASKYARD_URL: server.url, MASKYARD_TOKEN: server.token, XDG_CONFIG_HOME: folder };
  const client = new GraphClient({ url: server.url, token: server.token });
  for (const name of ["first", "second"]) {
    await client.request(
      'mutation ($name: String!) { createRun(input: { experiment: "e", name: $name }) { __typename } }',
      {
        name,
      },
    );
  }
  const json = async (...args: string[]) => JSON.parse((await runCliHere([...args, "--json"], env)).stdout);
  const names = async (...args: string[]) => (await json("runs", ...args)).map(({ name }: { name: string }) => name);
  expect(await json("runs", "edit", "first", "--notes", "why", "--tag", "a", "b", "--favourite")).toMatchObject([
    { name: "first", notes: "why", tags: ["a", "b"], favourite: true, archived: false },
  ]);
  expect(await json("runs", "edit", "first", "second", "--untag", "a", "--tag", "c", "--group", "g")).toMatchObject([
    { tags: ["b", "c"], notes: "why", group: "g" },
    { tags: ["c"], notes: "", group: "g" },
  ]);
  expect(await names("--favourites")).toEqual(["first"]);
  await json("runs", "edit", "second", "--archive");
  expect(await names("--archived")).toEqual(["second"]);
  expect(await names("--filter", "second")).toEqual([]);
  const { number } = (await json("runs", "--archived"))[0];
  await json("runs", "edit", `#${number}`, "--restore");
  expect(await names("--archived")).toEqual([]);
  await json("runs", "edit", "first", "--unfavourite");
  expect(await names("--favourites")).toEqual([]);
  expect(await runCliHere(["runs", "edit", "first"], env)).toMatchObject({ code: 2 });
  expect(await runCliHere(["runs", "edit", "first", "nobody", "--name", "x"], env)).toMatchObject({ code: 1 });
  expect(await names("--filter", "first")).toEqual(["first"]);
  expect(await names("--filter", "name = first and not tags contains zz")).toEqual(["first"]);
  const wrong = ["runs", "--filter", "nmae = first"];
  const sentence = "No run has a setting, metric or field “nmae”; did you mean name?";
  expect(await runCliHere(wrong, env)).toMatchObject({
    code: 1,
    stderr: `maskyard: ${sentence}\n  nmae = first\n  ^^^^\n`,
  });
  expect(JSON.parse((await runCliHere([...wrong, "--json"], env)).stderr)).toEqual({
    error: { code: "INVALID_INPUT", message: sentence, span: { start: 0, end: 4 } },
  });
});
