import { FilterError, parseFilter, type Span } from "@maskyard/filter";

/** What is wrong with a filter, and where in its text. */
export interface FilterProblem {
  readonly message: string;
  readonly span: Span;
  /** The text it was found in: of another one it says nothing. */
  readonly text: string;
}

/** The filter to send, null for none; or why it cannot be read. Whether its names are there is for the server to say. */
export function readFilterText(text: string): {
  readonly filter: string | null;
  readonly problem: FilterProblem | null;
} {
  try {
    return { filter: parseFilter(text) === null ? null : text, problem: null };
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    return { filter: null, problem: { message: error.reason, span: error.span, text } };
  }
}

interface GraphProblem {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** What the server says is wrong with the filter, among the errors of a query; null where it is something else. */
export function filterProblemOf(errors: readonly GraphProblem[] | undefined, text: string): FilterProblem | null {
  const found = errors?.find(({ extensions }) => extensions?.field === "filter");
  const span = found?.extensions?.span as Span | undefined;
  if (!found || !span) return null;
  // The lines below the sentence show the place; here it is shown below the field.
  return { message: found.message.split("\n")[0] ?? found.message, span, text };
}
