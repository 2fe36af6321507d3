import { graphql } from "../../graph/graphql.ts";

export const createSweepMutation = graphql(`
  mutation CreateSweep($input: CreateSweepInput!) {
    createSweep(input: $input) {
      __typename
      ... on CreateSweepSuccess {
        data {
          id
        }
      }
      ... on Error {
        message
        code
      }
      ... on InvalidInputError {
        field
        problems {
          message
          field
        }
      }
    }
  }
`);
