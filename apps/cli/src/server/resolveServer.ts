import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CliError } from "../errors/CliError.ts";
import { type Credentials, readCredentials, storedCredentialsPath } from "./credentialsFile.ts";

/** The data folder that `npm start` uses in this checkout. */
const CHECKOUT_DATA_FOLDER = fileURLToPath(new URL("../../../../.maskyard", import.meta.url));

/**
 * The server and the credential to use: MASKYARD_URL and MASKYARD_TOKEN, else what `maskyard login` stored, else the instance that `npm start`
 * runs from this checkout (MASKYARD_DATA names another data folder). A token is only ever sent to the server it was stored for.
 */
export async function resolveServer(env: NodeJS.ProcessEnv = process.env): Promise<Credentials> {
  const namedUrl = env.MASKYARD_URL ? normaliseUrl(env.MASKYARD_URL) : null;
  if (namedUrl !== null && env.MASKYARD_TOKEN) return { url: namedUrl, token: env.MASKYARD_TOKEN };
  const stored = await readCredentials(storedCredentialsPath(env));
  const local = await readCredentials(join(localDataFolder(env), "local.json"));
  const known = [stored, local].filter((credentials) => credentials !== null);
  if (namedUrl !== null) {
    const match = known.find((credentials) => sameServer(credentials.url, namedUrl));
    if (match) return { url: namedUrl, token: match.token };
    throw new CliError(
      "NO_CREDENTIAL",
      `There is no credential for ${namedUrl}. Set MASKYARD_TOKEN or run maskyard login --url ${namedUrl}.`,
    );
  }
  const [first] = known;
  if (!first) {
    throw new CliError(
      "NO_SERVER",
      "No server is known. Start one with npm start, run maskyard login --url URL, or set MASKYARD_URL and MASKYARD_TOKEN.",
    );
  }
  return { url: normaliseUrl(first.url), token: env.MASKYARD_TOKEN || first.token };
}

/** The data folder of the server on this machine. */
export function localDataFolder(env: NodeJS.ProcessEnv): string {
  return env.MASKYARD_DATA || CHECKOUT_DATA_FOLDER;
}

/** Without a slash at the end. Throws where it is no http address. */
export function normaliseUrl(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new CliError("USAGE", `${url} is not a server address. Expected one like http://localhost:3000.`, {
      exitCode: 2,
    });
  }
  return url.replace(/\/+$/, "");
}

function sameServer(a: string, b: string): boolean {
  return URL.canParse(a) && new URL(a).origin === new URL(b).origin;
}
