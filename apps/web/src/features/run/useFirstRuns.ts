"use client";

import { useQuery } from "urql";
import { PAGE_ROWS, type RunRowsVariables, runsQuery } from "./runsQuery.ts";

/** The first page of the runs: how many there are, and whether there are any. The same query as the table's own for its first page. */
export function useFirstRuns(variables: RunRowsVariables) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: runsQuery,
    variables: { ...variables, first: PAGE_ROWS, after: null },
    requestPolicy: "cache-and-network",
  });
  return { runs: data?.runs, error, fetching, refetch };
}
