/** A text file of an import, wherever it lies: a folder, a zip, a browser's file list. */
export interface SourceFile {
  /** Relative to the import's root, with forward slashes. */
  readonly path: string;
  /** The whole text; may be asked for more than once. */
  text(): Promise<string>;
}
