import { graphql } from "../../graph/graphql.ts";

export const updateCategoryMutation = graphql(`
  mutation UpdateCategory($input: UpdateCategoryInput!) {
    updateCategory(input: $input) {
      __typename
      ... on UpdateCategorySuccess {
        data {
          id
          name
          color
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

export const mergeCategoriesMutation = graphql(`
  mutation MergeCategories($input: MergeCategoriesInput!) {
    mergeCategories(input: $input) {
      __typename
      ... on MergeCategoriesSuccess {
        data {
          annotationCount
          category {
            id
            annotationCount
            imageCount
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

export const deleteCategoryMutation = graphql(`
  mutation DeleteCategory($input: DeleteCategoryInput!) {
    deleteCategory(input: $input) {
      __typename
      ... on DeleteCategorySuccess {
        data
      }
      ... on Error {
        message
        code
      }
    }
  }
`);
