import type { CombinedError } from "@urql/core";

/** One sentence for the person: a connection that failed is told from an answer that reports errors. */
export function describeError(error: CombinedError): string {
  const [first] = error.graphQLErrors;
  if (first) return first.message;
  if (error.networkError) return "The server could not be reached. Check that it is running, then try again.";
  return error.message;
}
