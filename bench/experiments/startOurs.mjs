import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createDatabase, newId } from "../../packages/store/dist/index.js";
import { freePort } from "../../tools/postgres/freePort.mjs";
import { migrate } from "../../tools/postgres/migrate.mjs";
import { untilAnswers } from "./untilAnswers.mjs";

/**
 * The built API on a database, with a project and a token of an owner.
 * @param {string} databaseUrl @param {string} folder @param {string[]} [nodeFlags] of the API's process, to profile it
 */
export async function startOurs(databaseUrl, folder, nodeFlags = []) {
  await migrate(databaseUrl);
  const db = createDatabase(databaseUrl, { maxConnections: 4 });
  const [projectId, userId] = [newId(), "bench"];
  await db.pool.query("INSERT INTO project (id, name, slug) VALUES ($1, 'bench', 'bench')", [projectId]);
  await db.prisma.user.create({ data: { id: userId, name: "bench", email: "bench@example.org" } });
  await db.prisma.projectMember.create({ data: { projectId, userId, role: "OWNER" } });
  const { createApiToken } = await import("../../apps/api/dist/domain/apiToken/createApiToken.js");
  const { token } = await createApiToken({ prisma: db.prisma }, { userId }, { name: "bench" });
  const port = await freePort(0);
  const origin = `http://127.0.0.1:${port}`;
  const api = spawn(
    process.execPath,
    [...nodeFlags, fileURLToPath(new URL("../../apps/api/dist/main.js", import.meta.url))],
    {
      stdio: ["ignore", "inherit", "inherit"],
      env: {
        ...process.env,
        NODE_ENV: "production",
        DATABASE_URL: databaseUrl,
        MASKYARD_DATA: folder,
        MASKYARD_SECRET: "a secret for measurements that is long enough",
        PORT: String(port),
        LOG_LEVEL: "error",
      },
    },
  );
  await untilAnswers(`${origin}/healthz`);
  return {
    name: "maskyard",
    origin,
    db,
    projectId,
    pid: api.pid ?? 0,
    headers: { authorization: `Bearer ${token}` },
    async stop() {
      api.kill("SIGTERM");
      await new Promise((resolve) => api.once("exit", resolve));
      await db.close();
    },
  };
}
