import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { CliError } from "../errors/CliError.ts";

const credentialsSchema = z.object({ url: z.url(), token: z.string().min(1) });

/** A server and what opens it. */
export type Credentials = z.infer<typeof credentialsSchema>;

/** Where `maskyard login` keeps them. */
export function storedCredentialsPath(env: NodeJS.ProcessEnv): string {
  const configFolder = env.XDG_CONFIG_HOME || join(env.HOME || homedir(), ".config");
  return join(configFolder, "maskyard", "credentials.json");
}

/** What the file holds; null when there is none. */
export async function readCredentials(path: string): Promise<Credentials | null> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
  try {
    return credentialsSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new CliError(
      "CREDENTIALS_UNREADABLE",
      `${path} does not contain an address and a token. Run maskyard login.`,
      {
        cause,
      },
    );
  }
}

/** Readable by this account alone, and never half-written. */
export async function writeCredentials(path: string, credentials: Credentials): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporaryPath = `${path}.${process.pid}.new`;
  await writeFile(temporaryPath, `${JSON.stringify(credentials)}\n`, { mode: 0o600 });
  await chmod(temporaryPath, 0o600);
  await rename(temporaryPath, path);
}
