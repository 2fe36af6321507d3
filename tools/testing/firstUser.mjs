import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const bootstrapPath = fileURLToPath(new URL("../../apps/api/src/bootstrap.ts", import.meta.url));

/** @type {typeof import("./firstUser.mjs").makeFirstUser} */
export function makeFirstUser(env) {
  const args = ["--conditions=maskyard-source", "--import", "tsx", bootstrapPath];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`The first user could not be made: ${stderr}`);
  return JSON.parse(stdout);
}
