import { FormatError } from "../reading/FormatError.ts";
import type { SourceFile } from "../reading/SourceFile.ts";
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
