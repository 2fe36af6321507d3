import type { CombinedError } from "@urql/core";

/** Whether the server said of an id that nothing can have it. */
export function isNotFound(error: CombinedError | undefined): boolean {
  const [first] = error?.graphQLErrors ?? [];
  return first?.extensions?.code === "INVALID_INPUT" || first?.extensions?.code === "NOT_FOUND";
}
