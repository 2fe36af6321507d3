/** What can be wrong between the database and the files. */
export type StorageProblemKind =
  /** A row speaks of bytes that are not there. */
  | "MISSING_FILE"
  /** The bytes are not those that the row was written for: another length, or (when all are read) another hash. */
  | "DAMAGED_FILE"
  /** A row that nothing uses; can be repaired: row and file go. */
  | "UNUSED_FILE"
  /** A file that no row speaks of, left by a writer that was cut off; can be repaired: it goes. */
  | "ORPHAN_FILE"
  /** The half-written file of a writer that was cut off; can be repaired: it goes. */
  | "TEMPORARY_FILE"
  /** A series says another number of points than its chunks hold. */
  | "SERIES_COUNT"
  /** A series whose steps go down, or whose row names another last step than its chunks hold. */
  | "IMPOSSIBLE_STEP"
  /** Annotations without some of the revisions that their number says they had. */
  | "MISSING_REVISION"
  /** Images that were there when a split was made, and that are in none of its subsets. */
  | "MISSING_ASSIGNMENT"
  /** An import that says it runs, and no process works on it; can be repaired: it is marked as failed. */
  | "DEAD_IMPORT";

export interface StorageProblem {
  readonly kind: StorageProblemKind;
  /** Of the file, run, dataset, split or import. */
  readonly subject: string;
  /** A sentence for the person who reads the list. */
  readonly message: string;
  readonly repaired: boolean;
}

export interface StorageReport {
  readonly checked: {
    readonly files: number;
    readonly bytes: number;
    readonly series: number;
    readonly imports: number;
  };
  readonly problems: readonly StorageProblem[];
}
