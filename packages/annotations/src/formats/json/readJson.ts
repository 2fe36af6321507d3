import { FormatError } from "../reading/FormatError.ts";
import type { SourceFile } from "../reading/SourceFile.ts";
import { withExactIds } from "./exactIds.ts";
import { parseJson } from "./parseJson.ts";
import { parseJsonChunks } from "./parseJsonChunks.ts";
import { utf8Chunks } from "./utf8Chunks.ts";

/**
 * The value of a JSON file, however long it is.
 * @throws FormatError
 */
export async function readJson({ path, text, chunks }: SourceFile): Promise<unknown> {
  return chunks === undefined ? parseJson(path, await text()) : parseJsonChunks(path, () => utf8Chunks(chunks()));
}

/** The same of a file whose records are told apart by numbers of any length; the long ones become text. @throws FormatError */
export async function readJsonWithIds({ path, text, chunks }: SourceFile): Promise<unknown> {
  if (chunks === undefined) return parseJson(path, await text(), withExactIds);
  return parseJsonChunks(path, () => utf8Chunks(chunks()), undefined, withExactIds);
}

/** What is wrong with a .json file that does not even parse; null for other files and sound ones. */
export async function brokenJson(file: SourceFile): Promise<FormatError | null> {
  if (!file.path.toLowerCase().endsWith(".json")) return null;
  try {
    await readJson(file);
    return null;
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
}
