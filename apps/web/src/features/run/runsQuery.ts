import { graphql, type ResultOf } from "../../graph/graphql.ts";
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
      $where: [RunConditionInput!]
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
        where: $where
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

export type RunNode = ResultOf<typeof runsQuery>["runs"]["edges"][number]["node"];

export const runColumnsQuery = graphql(`
  query RunColumns {
    runColumns {
      metrics
      settings
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
    $where: [RunConditionInput!]
    $archived: Boolean
    $favourite: Boolean
  ) {
    runGroups(
      by: $by
      columns: $columns
      datasetId: $datasetId
      status: $status
      search: $search
      where: $where
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
