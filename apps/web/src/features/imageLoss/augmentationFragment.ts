import type { Augmentation, ColorKind } from "@maskyard/annotations";
import { graphql, type ResultOf } from "../../graph/graphql.ts";

/** What doing to a picture what a step did to it takes. */
export const augmentationFragment = graphql(`
  fragment ImageAugmentation on Augmentation @_unmask {
    words
    flipped
    window {
      scaledWidthPx
      scaledHeightPx
      leftPx
      topPx
      widthPx
      heightPx
    }
    colors {
      kind
      amount
    }
  }
`);

export function augmentationOf({ window, flipped, colors }: ResultOf<typeof augmentationFragment>): Augmentation {
  return {
    window,
    flipped,
    colors: colors.map(({ kind, amount }) => ({ kind: kind.toLowerCase() as ColorKind, amount })),
  };
}
