import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { freePort } from "../../tools/postgres/freePort.mjs";
import { untilAnswers } from "./untilAnswers.mjs";

/** python3 -m venv DIR && DIR/bin/pip install mlflow==3.4.0 psycopg2-binary==2.9.10 sqlalchemy==2.0.43 */
const environmentFolder = process.env.MASKYARD_MLFLOW_SERVER_VENV ?? "/tmp/maskyard-venvs/mlflow";

/** MLflow's server on a database of the same Postgres; undefined where its environment is missing. @param {string} databaseUrl @param {string} folder */
export async function startMlflow(databaseUrl, folder) {
  const program = path.join(environmentFolder, "bin/mlflow");
  if (!existsSync(program)) {
    console.log(`MLflow is left out: its environment is not at ${environmentFolder} (MASKYARD_MLFLOW_SERVER_VENV)`);
    return undefined;
  }
  const port = await freePort(0);
  const origin = `http://127.0.0.1:${port}`;
  const args = ["server", "--backend-store-uri", databaseUrl.replace(/^postgres:/, "postgresql:")];
  args.push("--artifacts-destination", path.join(folder, "mlflow"), "--host", "127.0.0.1", "--port", String(port));
  args.push("--workers", "2");
  const server = spawn(program, args, {
    stdio: ["ignore", "ignore", "ignore"],
    detached: true,
    env: { PATH: `${path.join(environmentFolder, "bin")}:${process.env.PATH}`, HOME: folder },
  });
  await untilAnswers(`${origin}/health`);
  return {
    name: "mlflow 3.4.0",
    origin,
    headers: {},
    async stop() {
      // Its workers are of its process group, which is its own.
      process.kill(-(server.pid ?? 0), "SIGTERM");
      await new Promise((resolve) => server.once("exit", resolve));
    },
  };
}
