import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { decodeText, FormatError, isReadInChunks, type SourceFile, TEXT_BYTES_MAX } from "@maskyard/annotations";

/** A text file whose bytes can be had at once and in pieces. */
export function textFileOf(
  path: string,
  bytes: number,
  source: { read(): Promise<Uint8Array>; chunks(): AsyncIterable<Uint8Array> },
): SourceFile {
  const text = async (): Promise<string> => {
    if (bytes > TEXT_BYTES_MAX) {
      const what = `it is larger than ${TEXT_BYTES_MAX / 1024 ** 2} MiB, and only JSON is read in pieces`;
      throw new FormatError(path, what, "Split it and read the parts");
    }
    return decodeText(await source.read());
  };
  return isReadInChunks(path, bytes) ? { path, text, chunks: source.chunks } : { path, text };
}

/** A text file on the disk. */
export async function textFileAt(path: string): Promise<SourceFile> {
  const { size } = await stat(path);
  return textFileOf(path, size, { read: () => readFile(path), chunks: () => createReadStream(path) });
}
