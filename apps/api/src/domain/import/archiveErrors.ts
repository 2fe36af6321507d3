import { InvalidInputError } from "../errors/expectedErrors.ts";

/** An archive that is not taken in; the message names the entry. */
export class ArchiveError extends InvalidInputError {
  constructor(message: string) {
    super(message, null);
    this.name = "ArchiveError";
  }
}
