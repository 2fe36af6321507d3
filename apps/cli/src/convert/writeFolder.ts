import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { CliError } from "../errors/CliError.ts";

export type Content = string | Uint8Array | Iterable<string>;

/** Writes one file below the folder. */
export type WriteFile = (path: string, content: Content) => Promise<void>;

/**
 * Makes a folder that is whole or not there: it is written beside its place as `NAME.partial` and then renamed. What a killed
 * run left there is cleared by the next.
 * @throws CliError when the folder is there already and `force` is not given; it stays as it was.
 */
export async function writeFolder<Result>(
  folder: string,
  force: boolean,
  fill: (write: WriteFile, partial: string) => Promise<Result>,
): Promise<Result> {
  const target = resolve(folder);
  if (!force && (await exists(target))) {
    throw new CliError("EXISTS", `${folder} already exists. Choose another folder, or use --force to replace it.`);
  }
  const partial = `${target}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  try {
    const result = await fill((path, content) => writeOne(join(partial, path), content), partial);
    await putInPlace(partial, target);
    return result;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

async function writeOne(path: string, content: Content): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, "wx");
  try {
    if (typeof content === "string" || content instanceof Uint8Array) await file.writeFile(content);
    else await file.writeFile(inChunks(content));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Pieces of a record each would be a write each. */
function* inChunks(pieces: Iterable<string>): Iterable<string> {
  let chunk = "";
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < 1 << 18) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

/** The old folder is moved aside first, so that at every moment one of the two is there whole. */
async function putInPlace(partial: string, target: string): Promise<void> {
  const old = `${target}.replaced`;
  await rm(old, { recursive: true, force: true });
  const isReplacing = await exists(target);
  if (isReplacing) await rename(target, old);
  await rename(partial, target);
  const parent = await open(dirname(target), "r");
  try {
    await parent.sync();
  } finally {
    await parent.close();
  }
  if (isReplacing) await rm(old, { recursive: true, force: true });
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
