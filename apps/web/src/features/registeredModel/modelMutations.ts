import { graphql } from "../../graph/graphql.ts";

export const updateRegisteredModelMutation = graphql(`
  mutation UpdateRegisteredModel($input: UpdateRegisteredModelInput!) {
    updateRegisteredModel(input: $input) {
      __typename
      ... on UpdateRegisteredModelSuccess {
        data {
          id
          name
          description
          archived
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

export const registerModelVersionMutation = graphql(`
  mutation RegisterModelVersion($input: RegisterModelVersionInput!) {
    registerModelVersion(input: $input) {
      __typename
      ... on RegisterModelVersionSuccess {
        data {
          id
          number
          model {
            id
            name
          }
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

export const updateModelVersionMutation = graphql(`
  mutation UpdateModelVersion($input: UpdateModelVersionInput!) {
    updateModelVersion(input: $input) {
      __typename
      ... on UpdateModelVersionSuccess {
        data {
          id
          notes
          tags
          archived
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

export const deleteModelVersionMutation = graphql(`
  mutation DeleteModelVersion($input: DeleteModelVersionInput!) {
    deleteModelVersion(input: $input) {
      __typename
      ... on DeleteModelVersionSuccess {
        data
      }
      ... on Error {
        message
        code
      }
    }
  }
`);
