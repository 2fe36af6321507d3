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
