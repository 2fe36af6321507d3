"use client";

import { useCallback, useMemo, useState } from "react";
import { useQuery, useSubscription } from "urql";
import { graphql, readFragment } from "../../graph/graphql.ts";
import { sweepRunFragment } from "./sweepRun.ts";

const sweepRunsQuery = graphql(
  `
    query SweepRuns($id: ID!, $order: SweepRunOrder!, $first: Int!, $after: String, $settings: [String!]!) {
      sweep(id: $id) {
        id
        runs(first: $first, after: $after, order: $order) {
          totalCount
          edges {
            node {
              id
              settingValues(keys: $settings)
              ...SweepRun
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  `,
  [sweepRunFragment],
);

const sweepRunsLive = graphql(
  `
    subscription SweepRunsLive {
      runsChanged {
        ...SweepRun
      }
    }
  `,
  [sweepRunFragment],
);

const PAGE_ROWS = 100;

/** The runs of a sweep, page after page; the pages read so far come as one list, and what a run comes to lands in its row. */
export function useSweepRuns(sweepId: string, order: "PLANNED" | "BEST", settings: readonly string[]) {
  const [position, setPosition] = useState<{ order: string; after: string | null }>({ order, after: null });
  const [{ data, error, fetching }, refetch] = useQuery({
    query: sweepRunsQuery,
    variables: {
      id: sweepId,
      order,
      first: PAGE_ROWS,
      after: position.order === order ? position.after : null,
      settings: [...settings],
    },
    requestPolicy: "cache-and-network",
  });
  useSubscription({ query: sweepRunsLive });
  const page = data?.sweep?.runs;
  const edges = page?.edges;
  const end = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  const more = useCallback(() => {
    if (end !== null) setPosition({ order, after: end });
  }, [end, order]);
  const rows = useMemo(() => {
    // A run that rose between two pages stands on both.
    const byId = new Map(
      edges?.map(({ node }) => [
        node.id,
        { run: readFragment(sweepRunFragment, node), settings: (node.settingValues as unknown[] | null) ?? [] },
      ]),
    );
    return [...byId.values()];
  }, [edges]);
  return { rows, known: page !== undefined, more: end === null ? null : more, error, fetching, refetch };
}

export type SweepRunRow = ReturnType<typeof useSweepRuns>["rows"][number];
