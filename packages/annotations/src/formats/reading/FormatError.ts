/**
 * An annotation file that cannot be read. The message is for the user: where, what is wrong, what to do.
 */
export class FormatError extends Error {
  override readonly name = "FormatError";

  constructor(
    /** The file, and the key or line in it. */
    readonly where: string,
    readonly what: string,
    readonly whatToDo: string,
  ) {
    super(`${where}: ${what}. ${whatToDo}.`);
  }
}
