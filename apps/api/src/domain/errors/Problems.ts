import { InvalidInputError } from "./expectedErrors.ts";

/** Gathers what is wrong with an input over several checks, so that a person hears of all of it at once. */
export class Problems {
  #first: InvalidInputError | null = null;
  readonly #all: InvalidInputError["problems"][number][] = [];

  /** What the check gives, or null where it throws {@link InvalidInputError}, which is kept; other errors are thrown on. */
  async of<T>(check: () => T | Promise<T>): Promise<T | null> {
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      this.#first ??= error;
      this.#all.push(...error.problems);
      return null;
    }
  }

  /** Throws {@link InvalidInputError} with every problem that was found, the first one's words and field ahead. */
  throwIfAny(): void {
    const first = this.#first;
    if (first === null) return;
    throw new InvalidInputError(first.message, first.field, { span: first.span, problems: this.#all });
  }
}
