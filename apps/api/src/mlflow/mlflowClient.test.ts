import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSeries } from "@maskyard/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi, type TestPerson } from "../testing/startTestApi.ts";

// The unchanged Python client against the real server. Its environment: python3 -m venv DIR && DIR/bin/pip install mlflow-skinny==3.4.0
const environmentFolder = process.env.MASKYARD_MLFLOW_VENV ?? "/tmp/maskyard-venvs/mlflow-client";
const python = join(environmentFolder, "bin/python");
const script = fileURLToPath(new URL("../../../../bench/mlflow/client_session.py", import.meta.url));
const withClient = existsSync(python) ? test : test.skip;
if (!existsSync(python)) {
  console.warn(`Skipped: MLflow's client is not there (MASKYARD_MLFLOW_VENV, ${environmentFolder}).`);
}

let api: TestApi;
let owner: TestPerson;
let url: string;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  url = await api.listen();
});
afterAll(async () => {
  await api?.close();
});

function runClient(): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const texts = { stdout: "", stderr: "" };
    const client = spawn(python, [script], {
      env: { PATH: process.env.PATH, MLFLOW_TRACKING_URI: url, MLFLOW_TRACKING_TOKEN: owner.token },
    });
    client.stdout.on("data", (chunk: Buffer) => {
      texts.stdout += chunk.toString();
    });
    client.stderr.on("data", (chunk: Buffer) => {
      texts.stderr += chunk.toString();
    });
    client.once("close", (code) => resolve({ code, ...texts }));
  });
}

withClient("the mlflow client logs, searches and reads here unchanged", { timeout: 180_000 }, async () => {
  const { code, stdout, stderr } = await runClient();
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  const seen = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  expect(seen).toMatchObject({
    experiment: "from python",
    params: { lr: "0.1", layers: "4" },
    metrics: { loss: 1 / 100, accuracy: 0.99 },
    tags: { team: "a" },
    status: "FINISHED",
    history: Array.from({ length: 100 }, (_, index) => [index, 1 / (index + 1)]),
    zeroSteps: [3, 2, 1],
    found: ["best"],
    deleted: true,
    artifacts: [
      ["all", true, null],
      ["model", true, null],
      ["notes.txt", false, 5],
    ],
    folder: ["all/plots/deep", "all/plots/loss 1.svg"],
    downloaded: { "all/notes.txt": "notes", "all/plots/loss 1.svg": "<svg/>", "all/plots/deep/empty": "" },
    labels: { classes: ["car"] },
    conflict: "INVALID_PARAMETER_VALUE",
    missing: "RESOURCE_DOES_NOT_EXIST",
  });
  // It is a run like any other: the dashboard's curve reads it.
  const run = await api.services.prisma.run.findFirstOrThrow({ where: { name: "best" } });
  expect(run).toMatchObject({ source: "EXTERNAL", status: "SUCCEEDED" });
  const [loss] = await readSeries(api.services.pool, { runId: run.id, names: ["loss"], points: 10 });
  expect(loss).toMatchObject({ total: 100, reduced: true });
});
