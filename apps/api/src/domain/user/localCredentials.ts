import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const localCredentialsSchema = z.object({ url: z.string(), token: z.string() });

/** How programs on this machine reach the server and as whom. */
export type LocalCredentials = z.infer<typeof localCredentialsSchema>;

/** What `$MASKYARD_DATA/local.json` holds; null when it is not there or is no longer readable as such. */
export async function readLocalCredentials(dataFolder: string): Promise<LocalCredentials | null> {
  try {
    return localCredentialsSchema.parse(JSON.parse(await readFile(join(dataFolder, "local.json"), "utf8")));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (isMissing || error instanceof SyntaxError || error instanceof z.ZodError) {
      return null; // made anew
    }
    throw error;
  }
}

/** Readable by this account alone, and never half-written. */
export async function writeLocalCredentials(dataFolder: string, credentials: LocalCredentials): Promise<void> {
  const path = join(dataFolder, "local.json");
  await mkdir(dataFolder, { recursive: true });
  await writeFile(`${path}.new`, `${JSON.stringify(credentials)}\n`, { mode: 0o600 });
  await chmod(`${path}.new`, 0o600);
  await rename(`${path}.new`, path);
}
