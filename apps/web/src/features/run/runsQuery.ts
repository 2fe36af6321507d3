import { graphql, type ResultOf, type VariablesOf } from "../../graph/graphql.ts";
import { runLiveFragment, runRowFragment } from "./RunRow.tsx";

export const runsQuery = graphql(
  `
    query Runs(
      $first: Int!
      $after: String
      $datasetId: ID
      $status: [RunStatus!]
      $search: String
      $order: RunOrder
      $sort: RunSortInput
      $filter: String
      $memberOf: RunGroupMemberInput
      $archived: Boolean
      $favourite: Boolean
      $lastOf: [String!]!
      $minOf: [String!]!
      $maxOf: [String!]!
      $settings: [String!]!
    ) {
      runs(
        first: $first
        after: $after
        datasetId: $datasetId
        status: $status
        search: $search
        order: $order
        sort: $sort
        filter: $filter
        memberOf: $memberOf
        archived: $archived
        favourite: $favourite
      ) {
        totalCount
        edges {
          node {
            id
            lastValues: metricValues(names: $lastOf, figure: LAST)
            minValues: metricValues(names: $minOf, figure: MIN)
            maxValues: metricValues(names: $maxOf, figure: MAX)
            settingValues(keys: $settings)
            ...RunRow
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [runRowFragment],
);

/** Rows of a page: several pages are in sight at most. */
export const PAGE_ROWS = 50;

/** Which runs, in which order, and what is shown of them. */
export type RunRowsVariables = Omit<VariablesOf<typeof runsQuery>, "first" | "after">;

export type RunNode = ResultOf<typeof runsQuery>["runs"]["edges"][number]["node"];

export const runColumnsQuery = graphql(`
  query RunColumns {
    runColumns {
      metrics
      settings
      tags
      fields {
        name
        kind
      }
    }
  }
`);

export const runGroupsQuery = graphql(`
  query RunGroups(
    $by: RunGroupingInput!
    $columns: [RunColumnInput!]
    $datasetId: ID
    $status: [RunStatus!]
    $search: String
    $filter: String
    $archived: Boolean
    $favourite: Boolean
  ) {
    runGroups(
      by: $by
      columns: $columns
      datasetId: $datasetId
      status: $status
      search: $search
      filter: $filter
      archived: $archived
      favourite: $favourite
    ) {
      key
      count
      figures {
        mean
        min
        max
      }
    }
  }
`);

export const runsChangedSubscription = graphql(
  `
    subscription RunsChanged {
      runsChanged {
        id
        ...RunLive
      }
    }
  `,
  [runLiveFragment],
);

export const runColumnValuesQuery = graphql(`
  query RunColumnValues($name: String!) {
    runColumnValues(name: $name)
  }
`);
