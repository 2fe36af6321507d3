import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSeries } from "@maskyard/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

// The unchanged Python client against the real server. Its environment: python3 -m venv DIR && DIR/bin/pip install mlflow-skinny==3.4.0, and for
// models numpy==2.3.4 pandas==2.3.3 scikit-learn==1.7.2
const environmentFolder = process.env.MASKYARD_MLFLOW_VENV ?? "/tmp/maskyard-venvs/mlflow-client";
const python = join(environmentFolder, "bin/python");
const scriptOf = (name: string) => fileURLToPath(new URL(`../../../../bench/mlflow/${name}`, import.meta.url));
const isThere = existsSync(python);
const hasPackages = isThere && spawnSync(python, ["-c", "import numpy, pandas, sklearn"]).status === 0;
const withClient = isThere ? test : test.skip;
const withModels = hasPackages ? test : test.skip;
if (!isThere) {
  console.warn(`Skipped: MLflow's client is not there (MASKYARD_MLFLOW_VENV, ${environmentFolder}).`);
} else if (!hasPackages) {
  console.warn(`Skipped: numpy, pandas and scikit-learn are not beside MLflow's client (${environmentFolder}).`);
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

function runClient(script: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const texts = { stdout: "", stderr: "" };
    const client = spawn(python, [scriptOf(script)], {
      env: {
        PATH: process.env.PATH,
        MLFLOW_TRACKING_URI: url,
        MLFLOW_TRACKING_TOKEN: owner.token,
        MLFLOW_DISABLE_TELEMETRY: "true",
      },
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
  const { code, stdout, stderr } = await runClient("client_session.py");
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

withModels("the mlflow client logs, registers and loads models here unchanged", { timeout: 300_000 }, async () => {
  const { code, stdout, stderr } = await runClient("model_session.py");
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  const seen = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  const files = ["MLmodel", "conda.yaml", "python_env.yaml", "python_model.pkl", "requirements.txt"];
  expect(seen).toEqual({
    production: [2, 4],
    second: [3, 6],
    regression: [10, 20, 30],
    alone: [8],
    aloneRun: ["alone", "FINISHED"],
    fromRun: ["regression", "1", true],
    registered: {
      description: "multiplies",
      tags: { team: "a" },
      aliases: { Challenger: "2", production: "1" },
      latest: ["2"],
    },
    first: {
      description: "by two",
      tags: { reviewed: "yes" },
      aliases: ["production"],
      run: true,
      model: true,
      status: "READY",
    },
    logged: {
      status: "READY",
      tags: { kind: "odd" },
      params: { factor: "2" },
      metrics: [
        ["score", "inf", 1],
        ["accuracy", "0.75", 0],
      ],
      run: true,
    },
    outputs: [
      [true, 0],
      [false, 1],
    ],
    inputs: ["numbers"],
    scores: [
      [0, "0.5"],
      [1, "inf"],
    ],
    accuracy: [0.75],
    found: ["multiplier"],
    names: ["line", "multiplier"],
    tagged: ["multiplier"],
    lines: ["1"],
    versionsLeft: ["1"],
    downloaded: [
      "MLmodel",
      "conda.yaml",
      "python_env.yaml",
      "python_model.pkl",
      "registered_model_meta",
      "requirements.txt",
    ],
    modelFiles: files,
    runFiles: files.map((file) => `multiplier/${file}`),
    deleted: "RESOURCE_DOES_NOT_EXIST",
    taken: "RESOURCE_ALREADY_EXISTS",
    missing: "RESOURCE_DOES_NOT_EXIST",
    elsewhere: "INVALID_PARAMETER_VALUE",
    stages: ["ENDPOINT_NOT_FOUND", expect.stringContaining("POST /api/2.0/mlflow/model-versions/transition-stage")],
    removal: ["ENDPOINT_NOT_FOUND", expect.stringContaining("DELETE /api/2.0/mlflow/registered-models/delete")],
    prompts: "INVALID_PARAMETER_VALUE",
    traces: "ENDPOINT_NOT_FOUND",
  });

  // They are models as any other here: read by the graph, and an alias that is moved here is moved there.
  const { data } = await api.graph(
    owner,
    `{ registeredModels(name: "multiplier") { id description aliases { name version { number } }
       versions { number notes attributes artifactPath run { name source modelVersions { number } } loggedModel { name status } files { path } } } }`,
  );
  const [model] = data.registeredModels;
  expect(model).toMatchObject({
    description: "multiplies",
    aliases: [{ name: "production", version: { number: 1 } }],
    versions: [
      {
        number: 1,
        notes: "by two",
        attributes: { reviewed: "yes" },
        artifactPath: "models/multiplier",
        run: { name: "two models", source: "EXTERNAL", modelVersions: [{ number: 1 }] },
        loggedModel: { name: "multiplier", status: "READY" },
        files: files.map((path) => ({ path })),
      },
    ],
  });
});
