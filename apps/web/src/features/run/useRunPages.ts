"use client";

import { useCallback, useEffect, useState } from "react";
import { useQuery } from "urql";
import { useConnectionStatus } from "../../graph/GraphProvider.tsx";
import { runsQuery } from "./runsQuery.ts";
import type { RunsView } from "./useRunsView.ts";

type Member = { readonly by: NonNullable<RunsView["grouping"]>; readonly key: string | null };

/** Rows of the table, page after page; the pages read so far come as one list. */
export function useRunPages(view: RunsView, pageRows: number, memberOf: Member | null = null) {
  const key = JSON.stringify([view.rows, memberOf]);
  const [position, setPosition] = useState<{ key: string; after: string | null }>({ key, after: null });
  const [{ data, error, fetching }, refetch] = useQuery({
    query: runsQuery,
    variables: { ...view.rows, memberOf, first: pageRows, after: position.key === key ? position.after : null },
    requestPolicy: "cache-and-network",
  });
  const { reconnections } = useConnectionStatus();
  const runs = data?.runs;
  const end = runs?.pageInfo.hasNextPage ? runs.pageInfo.endCursor : null;
  const more = useCallback(() => {
    if (end !== null) setPosition({ key, after: end });
  }, [end, key]);

  useEffect(() => {
    if (reconnections > 0) refetch({ requestPolicy: "network-only" });
  }, [reconnections, refetch]);

  return { runs, more: end === null ? null : more, error, fetching, refetch };
}
