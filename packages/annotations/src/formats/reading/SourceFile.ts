/** A text file of an import, wherever it lies: a folder, a zip, a browser's file list. */
export interface SourceFile {
  /** Relative to the import's root, with forward slashes. */
  readonly path: string;
  /** The whole text; may be asked for more than once. */
  text(): Promise<string>;
  /**
   * The bytes in pieces of any length; may be asked for more than once. Given for JSON files that are too large for one string
   * (see {@link JSON_TEXT_BYTES_MAX}): they are then read piece by piece, and `text` is not asked for.
   */
  readonly chunks?: () => AsyncIterable<Uint8Array>;
}

/** JSON beyond this should come with {@link SourceFile.chunks}: as one string it would need its bytes, its text and its values at once. */
export const JSON_TEXT_BYTES_MAX = 32 * 1024 ** 2;

/** A string of JavaScript holds 512 Mi characters: other text beyond this is not read. */
export const TEXT_BYTES_MAX = 500 * 1024 ** 2;

/** Whether a file of this name and length should be read in pieces. */
export function isReadInChunks(path: string, bytes: number): boolean {
  return bytes > JSON_TEXT_BYTES_MAX && path.toLowerCase().endsWith(".json");
}
