import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CliError } from "../errors/CliError.ts";
import { readCredentials } from "./credentialsFile.ts";
import { localDataFolder, normaliseUrl } from "./resolveServer.ts";

/**
 * Asks the server whose data folder lies on this machine for what needs no account. The request is signed with the secret in that folder
 * (or MASKYARD_SECRET): whoever reads it may do all the same. The server's part: apps/api/src/domain/user/machineProof.ts.
 */
export async function askMachine<Answer>(path: string, input: object, env: NodeJS.ProcessEnv): Promise<Answer> {
  const folder = localDataFolder(env);
  const secret = env.MASKYARD_SECRET || (await readSecret(folder));
  const address = env.MASKYARD_URL ?? (await readCredentials(join(folder, "local.json")))?.url;
  if (address === undefined) {
    throw new CliError("NO_SERVER", `${folder} contains no server address. Run npm start, or set MASKYARD_URL.`);
  }
  const url = normaliseUrl(address);
  const body = JSON.stringify({ ...input, at: new Date().toISOString() });
  const proof = createHmac("sha256", secret).update("maskyard machine\n").update(body).digest("base64url");
  const response = await post(url, path, body, proof);
  const answer = (await response.json().catch(() => ({}))) as { error?: { code: string; message: string } };
  if (response.status === 401) {
    throw new CliError(
      "OTHER_SECRET",
      `${url} uses a different secret than ${env.MASKYARD_SECRET ? "MASKYARD_SECRET" : folder}. Set MASKYARD_DATA to its data folder.`,
    );
  }
  if (!response.ok) {
    const { code, message } = answer.error ?? {
      code: "HTTP_ERROR",
      message: `${url} answered with status ${response.status}; is it a Maskyard server?`,
    };
    throw new CliError(code, message);
  }
  return answer as Answer;
}

async function readSecret(folder: string): Promise<string> {
  const path = join(folder, "secret");
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "EACCES") {
      throw new CliError(
        "NOT_READABLE",
        `${path} belongs to another account. Run this as the account that runs Maskyard.`,
        {
          cause,
        },
      );
    }
    if (code !== "ENOENT" && code !== "ENOTDIR") throw cause;
    throw new CliError(
      "NOT_ON_SERVER",
      `There is no Maskyard in ${folder}. Run this on the server's machine, with MASKYARD_DATA set to its data folder.`,
      { cause },
    );
  }
}

async function post(url: string, path: string, body: string, proof: string): Promise<Response> {
  try {
    return await fetch(url + path, {
      method: "POST",
      headers: { "content-type": "application/json", "x-maskyard-proof": proof },
      body,
    });
  } catch (cause) {
    throw new CliError("UNREACHABLE", `${url} cannot be reached. Is it running? (npm start runs one here.)`, { cause });
  }
}
