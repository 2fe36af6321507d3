import { graphql, type ResultOf } from "../../../graph/graphql.ts";
import { annotationShapeFragment, geometryFragment } from "../annotationFragments.ts";

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

export type EditedAnnotation = ResultOf<typeof editedAnnotationFragment>;

export const editAnnotationsMutation = graphql(
  `
    mutation EditAnnotations($input: EditAnnotationsInput!) {
      editAnnotations(input: $input) {
        __typename
        ... on EditAnnotationsSuccess {
          data {
            id
            isDeleted
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

export const imageAnnotationsQuery = graphql(
  `
    query ImageAnnotations($id: ID!) {
      image(id: $id) {
        id
        annotations {
          id
          ...EditedAnnotation
        }
      }
    }
  `,
  [editedAnnotationFragment],
);

export const revisionShapesQuery = graphql(
  `
    query RevisionShapes($id: ID!) {
      node(id: $id) {
        __typename
        id
        ... on Annotation {
          revisions {
            revision
            isCrowd
            category {
              id
            }
            geometry {
              ...MaskGeometry
            }
            box {
              x
              y
              width
              height
            }
          }
        }
      }
    }
  `,
  [geometryFragment],
);
