import { graphql } from "../../graph/graphql.ts";

export const updateRunsMutation = graphql(`
  mutation UpdateRuns($input: UpdateRunsInput!) {
    updateRuns(input: $input) {
      __typename
      ... on UpdateRunsSuccess {
        data {
          id
          name
          notes
          tags
          priority
          archived
          favourite
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

export const deleteRunsMutation = graphql(`
  mutation DeleteRuns($input: DeleteRunsInput!) {
    deleteRuns(input: $input) {
      __typename
      ... on DeleteRunsSuccess {
        data
      }
      ... on Error {
        message
        code
      }
    }
  }
`);
