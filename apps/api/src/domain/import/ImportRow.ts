/** What the writing of an import needs to know of its row. */
export interface ImportRow {
  readonly importId: string;
  readonly datasetId: string;
  readonly authorId: string | null;
  readonly makeSplit: boolean;
}
