import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createDatabase } from "../../packages/store/dist/index.js";
import { freePort } from "../../tools/postgres/freePort.mjs";
import { migrate } from "../../tools/postgres/migrate.mjs";
import { bootstrap } from "../../tools/start/bootstrap.mjs";
import { apiService, webService } from "../../tools/start/services.mjs";
import { untilAnswers } from "../experiments/untilAnswers.mjs";

const repositoryDir = fileURLToPath(new URL("../..", import.meta.url));

/** The built API and dashboard on a database, with the link that signs the first user in. @param {string} databaseUrl @param {string} folder */
export async function startProduct(databaseUrl, folder) {
  if (!existsSync(`${repositoryDir}/apps/web/.next/BUILD_ID`)) {
    throw new Error("The dashboard is not built: run `npm run build` first.");
  }
  await migrate(databaseUrl);
  const port = await freePort(0);
  const origin = `http://127.0.0.1:${port}`;
  const settings = {
    repositoryDir,
    dataDir: folder,
    databaseUrl,
    secret: "a secret for measurements that is long enough",
    url: origin,
    host: "127.0.0.1",
    port,
    webPort: await freePort(0),
    dev: false,
  };
  const db = createDatabase(databaseUrl, { maxConnections: 4 });
  const services = [apiService(settings), webService(settings)].map(({ command, args, env }) =>
    spawn(command, args, { stdio: ["ignore", "ignore", "inherit"], env: { ...env, LOG_LEVEL: "error" } }),
  );
  await untilAnswers(`${origin}/healthz`);
  await untilAnswers(`${origin}/sign-in`);
  const { loginUrl, token } = await bootstrap(settings, AbortSignal.timeout(60_000));
  const { rows } = await db.pool.query("SELECT id FROM project LIMIT 1");
  return {
    origin,
    loginUrl: loginUrl ?? "",
    token,
    db,
    projectId: String(rows[0]?.id),
    async stop() {
      for (const service of services) {
        service.kill("SIGTERM");
        await new Promise((resolve) => service.once("exit", resolve));
      }
      await db.close();
    },
  };
}
