/** No bytes are kept under this hash. */
export class BlobMissingError extends Error {
  override readonly name = "BlobMissingError";
  readonly sha256: string;

  constructor(sha256: string) {
    super(`blob ${sha256} is not in the blob folder`);
    this.sha256 = sha256;
  }
}

/** The bytes kept under this hash are not those it was made from. */
export class BlobDamagedError extends Error {
  override readonly name = "BlobDamagedError";
  readonly sha256: string;

  constructor(sha256: string, actualSha256: string) {
    super(`blob ${sha256} is damaged: its bytes hash to ${actualSha256}`);
    this.sha256 = sha256;
  }
}

/** Bytes that were stored a moment ago went together with what had used them before. Nothing was written; storing them again helps. */
export class BlobRemovedError extends Error {
  override readonly name = "BlobRemovedError";
  readonly sha256s: readonly string[];

  constructor(sha256s: readonly string[]) {
    super(`${sha256s.length} stored files were removed before their rows were written, ${sha256s[0]} among them`);
    this.sha256s = sha256s;
  }
}
