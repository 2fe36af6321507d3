import type { Operation } from "@urql/core";

/** The queries that something on the page shows at present. */
export class ActiveQueries {
  readonly #byKey = new Map<number, Operation>();

  /** Takes note of every operation of the client, teardowns included. */
  readonly note = (operation: Operation): void => {
    if (operation.kind === "query") this.#byKey.set(operation.key, operation);
    else if (operation.kind === "teardown") this.#byKey.delete(operation.key);
  };

  list(): readonly Operation[] {
    return [...this.#byKey.values()];
  }
}
