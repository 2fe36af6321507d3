/** A setting that cannot be; the message says which, what was given and what is expected. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  /** The key at fault, "recipe" or "preset". */
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}
