import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { runCommand } from "../../packages/model/engine/runCommand.mjs";
import { writePrivateFile } from "./secretFile.mjs";
import { apiEnvironment } from "./services.mjs";

/**
 * Makes the first user where there is none, and leaves the address and a token for the command line in
 * `<data folder>/local.json`.
 * @param {import("./services.mjs").ServerSettings} settings
 * @param {AbortSignal} signal
 * @returns {Promise<{ email: string, loginUrl: string | null, token: string }>}
 */
export async function bootstrap(settings, signal) {
  const script = path.join(settings.repositoryDir, "apps/api/dist/bootstrap.js");
  const output = await runCommand(process.execPath, ["--enable-source-maps", script], {
    cwd: settings.repositoryDir,
    env: apiEnvironment(settings),
    signal,
  });
  /** @type {{ email: string, loginUrl?: string | null, token?: string | null }} */
  const answer = JSON.parse(output.trim().split("\n").at(-1) ?? "");
  const localPath = path.join(settings.dataDir, "local.json");
  const token = answer.token ?? (existsSync(localPath) ? JSON.parse(readFileSync(localPath, "utf8")).token : "");
  writePrivateFile(localPath, `${JSON.stringify({ url: settings.url, token })}\n`);
  return { email: answer.email, loginUrl: answer.loginUrl ?? null, token };
}
