import { graphql } from "../../graph/graphql.ts";
import { splitCardFragment } from "./SplitCard.tsx";

export const createSplitMutation = graphql(
  `
    mutation CreateSplit($input: CreateSplitInput!) {
      createSplit(input: $input) {
        __typename
        ... on CreateSplitSuccess {
          data {
            id
            ...SplitCard
          }
        }
        ... on Error {
          message
          code
        }
        ... on InvalidInputError {
          field
        }
      }
    }
  `,
  [splitCardFragment],
);

export const createFoldsMutation = graphql(
  `
    mutation CreateFolds($input: CreateFoldsInput!) {
      createFolds(input: $input) {
        __typename
        ... on CreateFoldsSuccess {
          data {
            id
            ...SplitCard
          }
        }
        ... on Error {
          message
          code
        }
        ... on InvalidInputError {
          field
        }
      }
    }
  `,
  [splitCardFragment],
);
