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
});
