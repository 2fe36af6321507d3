import { graphql, type ResultOf } from "../../graph/graphql.ts";
import type { MaskInstance } from "../../mask/types.ts";

export const geometryFragment = graphql(`
  fragment MaskGeometry on Geometry @_unmask {
    kind
    parts {
      outer
      holes
    }
    rle {
      heightPx
      widthPx
      counts
    }
  }
`);

/** What drawing an annotation over an image takes. */
export const annotationShapeFragment = graphql(
  `
    fragment AnnotationShape on Annotation @_unmask {
      id
      category {
        id
        name
        color
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
  `,
  [geometryFragment],
);

export type AnnotationShape = ResultOf<typeof annotationShapeFragment>;

/** What drawing a detection over an image takes. */
export const predictionShapeFragment = graphql(
  `
    fragment PredictionShape on Prediction @_unmask {
      id
      score
      category {
        id
        name
        color
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
  `,
  [geometryFragment],
);

export type PredictionShape = ResultOf<typeof predictionShapeFragment>;

export function annotationInstance({ id, geometry, box, category }: AnnotationShape): MaskInstance {
  return { id, geometry, box, color: category.color, label: category.name };
}

export function predictionInstance({ id, geometry, box, category, score }: PredictionShape): MaskInstance {
  return { id, geometry, box, color: category.color, label: `${category.name} ${score.toFixed(2)}` };
}
