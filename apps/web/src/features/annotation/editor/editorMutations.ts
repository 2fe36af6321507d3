import { graphql } from "../../../graph/graphql.ts";
import { annotationShapeFragment } from "../annotationFragments.ts";

export const editedAnnotationFragment = graphql(
  `
    fragment EditedAnnotation on Annotation @_unmask {
      id
      revision
      origin
      isCrowd
      areaPx
      updatedAt
      ...AnnotationShape
    }
  `,
  [annotationShapeFragment],
);

export const createAnnotationMutation = graphql(
  `
    mutation CreateAnnotation($input: CreateAnnotationInput!) {
      createAnnotation(input: $input) {
        __typename
        ... on CreateAnnotationSuccess {
          data {
            id
            ...EditedAnnotation
          }
        }
        ... on Error {
          message
          code
        }
      }
    }
  `,
  [editedAnnotationFragment],
);

export const updateAnnotationMutation = graphql(
  `
    mutation UpdateAnnotation($input: UpdateAnnotationInput!) {
      updateAnnotation(input: $input) {
        __typename
        ... on UpdateAnnotationSuccess {
          data {
            id
            ...EditedAnnotation
          }
        }
        ... on Error {
          message
          code
        }
      }
    }
  `,
  [editedAnnotationFragment],
);

export const restoreAnnotationMutation = graphql(
  `
    mutation RestoreAnnotation($input: RestoreAnnotationInput!) {
      restoreAnnotation(input: $input) {
        __typename
        ... on RestoreAnnotationSuccess {
          data {
            id
            ...EditedAnnotation
          }
        }
        ... on Error {
          message
          code
        }
      }
    }
  `,
  [editedAnnotationFragment],
);

export const deleteAnnotationMutation = graphql(`
  mutation DeleteAnnotation($input: DeleteAnnotationInput!) {
    deleteAnnotation(input: $input) {
      __typename
      ... on DeleteAnnotationSuccess {
        data
      }
      ... on Error {
        message
        code
      }
    }
  }
`);
