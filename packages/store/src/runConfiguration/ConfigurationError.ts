export interface ConfigurationProblem {
  /** The key at fault, "recipe" or "preset". */
  readonly field: string;
  readonly message: string;
}

/** Settings that cannot be; each message says which, what was given and what is expected. The first one is the error's own. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly field: string;
  /** All that is wrong, one for a setting. */
  readonly problems: readonly ConfigurationProblem[];

  constructor(field: string, message: string, others: readonly ConfigurationProblem[] = []) {
    super(message);
    this.field = field;
    this.problems = [{ field, message }, ...others];
  }
}
