import { graphql } from "../../graph/graphql.ts";

/** Points an alias at a version or removes it. Everything that an alias is shown in comes back with it. */
export const moveModelAliasMutation = graphql(`
  mutation MoveModelAlias($input: MoveModelAliasInput!) {
    moveModelAlias(input: $input) {
      __typename
      ... on MoveModelAliasSuccess {
        data {
          id
          aliases {
            name
            movedAt
            movedBy {
              id
              name
            }
            version {
              id
              number
            }
          }
          aliasMoves {
            alias
            fromVersion
            toVersion
            movedAt
            movedBy {
              id
              name
            }
          }
          versions {
            id
            aliases
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
