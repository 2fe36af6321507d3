interface PageArguments {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
}

const DEFAULT_PAGE = 50;
/** What the complexity plugin multiplies a list by, here the connection's `edges`; see the builder. */
const LIST_MULTIPLIER = 5;

/** A connection costs by the rows asked for. A negative number of them costs nothing, and takes nothing from what else is asked for. */
export function costByPageSize({ first, last }: PageArguments): { field: number; multiplier: number } {
  return { field: 1, multiplier: Math.max(0, first ?? last ?? DEFAULT_PAGE) / LIST_MULTIPLIER };
}
