/** What one archive may hold (ASVS 5.2: sizes and counts are bounded before anything is unpacked). */
export interface ArchiveLimits {
  readonly entriesMax: number;
  /** Unpacked bytes of all entries together. */
  readonly unpackedBytesMax: number;
  /** Unpacked bytes of one entry. */
  readonly entryBytesMax: number;
  /** How many times larger an entry may get. Deflate reaches 1032; annotation files reach some 20. */
  readonly ratioMax: number;
  /** Below this many unpacked bytes the ratio is not looked at: small repetitive files are no danger. */
  readonly ratioFromBytes: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = {
  entriesMax: 500_000,
  unpackedBytesMax: 100 * 1024 ** 3,
  entryBytesMax: 1024 ** 3,
  ratioMax: 200,
  ratioFromBytes: 16 * 1024 ** 2,
};
