"use client";

import { useMemo } from "react";
import { useQuery } from "urql";
import { graphql, readFragment } from "../../graph/graphql.ts";
import { sweepRunFragment } from "./sweepRun.ts";

const sweepRunsQuery = graphql(
  `
    query SweepRuns($id: ID!, $order: SweepRunOrder!, $first: Int!, $after: String, $settings: [String!]!) {
      sweep(id: $id) {
        id
        runs(first: $first, after: $after, order: $order) {
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

export const sweepRunsLive = graphql(
  `
    subscription SweepRunsLive {
      runsChanged {
        ...SweepRun
      }
    }
  `,
  [sweepRunFragment],
);

export const PAGE_ROWS = 50;

export interface SweepRunsAsked {
  readonly sweepId: string;
  readonly order: "PLANNED" | "BEST";
  readonly settings: readonly string[];
}

/** One page of a sweep's runs: the one that begins after the cursor. */
export function useSweepRuns({ sweepId, order, settings }: SweepRunsAsked, after: string | null) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: sweepRunsQuery,
    variables: { id: sweepId, order, first: PAGE_ROWS, after, settings: [...settings] },
    requestPolicy: after === null ? "cache-and-network" : "cache-first",
  });
  const page = data?.sweep?.runs;
  const edges = page?.edges;
  const rows = useMemo(
    () =>
      edges?.map(({ node }) => ({
        run: readFragment(sweepRunFragment, node),
        settings: (node.settingValues as unknown[] | null) ?? [],
      })) ?? null,
    [edges],
  );
  const end = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  return { rows, end, error: fetching ? undefined : error, refetch };
}

export type SweepRunRow = NonNullable<ReturnType<typeof useSweepRuns>["rows"]>[number];
