import type { VariablesOf } from "../../graph/graphql.ts";
import type { datasetImagesQuery } from "./useImagePages.ts";

export type ImageFilterInput = NonNullable<VariablesOf<typeof datasetImagesQuery>["filter"]>;
export type SubsetName = "TRAIN" | "VAL" | "TEST";

export const SUBSETS: readonly { readonly value: SubsetName; readonly label: string }[] = [
  { value: "TRAIN", label: "Train" },
  { value: "VAL", label: "Validation" },
  { value: "TEST", label: "Test" },
];

/** What the grid shows; null leaves a condition out. */
export interface ImageFilterState {
  readonly fileName: string | null;
  readonly categoryId: string | null;
  readonly unannotated: boolean;
  readonly splitId: string | null;
  readonly subset: SubsetName | null;
  /** A tag, or {@link UNTAGGED}. */
  readonly tag: string | null;
}

/** In place of a tag: images without any. No tag is an empty text. */
export const UNTAGGED = "";

/** The graph's filter of a state; a split without a subset, or the reverse, filters nothing. */
export function imageFilterInput(state: ImageFilterState): ImageFilterInput {
  return {
    ...(state.fileName ? { fileNameContains: state.fileName } : {}),
    ...(state.categoryId ? { categoryId: state.categoryId } : {}),
    ...(state.unannotated ? { unannotated: true } : {}),
    ...(state.splitId && state.subset ? { splitId: state.splitId, subset: state.subset } : {}),
    ...(state.tag === UNTAGGED ? { untagged: true } : state.tag ? { tags: [state.tag] } : {}),
  };
}

export function isFiltered(state: ImageFilterState): boolean {
  return Object.keys(imageFilterInput(state)).length > 0;
}
