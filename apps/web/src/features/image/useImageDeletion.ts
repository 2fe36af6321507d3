"use client";

import { useCallback } from "react";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { notifyUndoable } from "../../feedback/notifyUndoable.tsx";
import { formatQuantity } from "../../format/formatNumber.ts";
import { graphql, type VariablesOf } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";

const deleteImagesMutation = graphql(`
  mutation DeleteImages($input: DeleteImagesInput!) {
    deleteImages(input: $input) {
      __typename
      ... on DeleteImagesSuccess {
        data {
          deletedAt
          imageCount
          annotationCount
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

const restoreDeletedImagesMutation = graphql(`
  mutation RestoreDeletedImages($input: RestoreDeletedImagesInput!) {
    restoreDeletedImages(input: $input) {
      __typename
      ... on RestoreDeletedImagesSuccess {
        data {
          imageCount
          annotationCount
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

type RestoreInput = VariablesOf<typeof restoreDeletedImagesMutation>["input"];

/** Restores deleted images and tells the person; whether they are back. */
export function useRestoreImages(): [(input: RestoreInput) => Promise<boolean>, boolean] {
  const [{ fetching }, restoreDeletedImages] = useGraphMutation(restoreDeletedImagesMutation);
  const restore = useCallback(
    async (input: RestoreInput) => {
      const outcome = await restoreDeletedImages({ input });
      if (outcome.ok) notifyDone(`${describeImages(outcome.data)} restored`);
      else notifyFailed("The images were not restored", outcome.message);
      return outcome.ok;
    },
    [restoreDeletedImages],
  );
  return [restore, fetching];
}

/** Deletes images and offers to undo it, wherever the person has gone meanwhile; whether they are deleted. */
export function useDeleteImages(datasetId: string): [(imageIds: readonly string[]) => Promise<boolean>, boolean] {
  const [{ fetching }, deleteImages] = useGraphMutation(deleteImagesMutation);
  const [restore] = useRestoreImages();
  const remove = useCallback(
    async (imageIds: readonly string[]) => {
      const outcome = await deleteImages({ input: { datasetId, imageIds: [...imageIds] } });
      if (!outcome.ok) {
        notifyFailed("Nothing was deleted", outcome.message);
        return false;
      }
      const { deletedAt } = outcome.data;
      notifyUndoable(`${describeImages(outcome.data)} deleted`, () => void restore({ datasetId, deletedAt }));
      return true;
    },
    [deleteImages, restore, datasetId],
  );
  return [remove, fetching];
}

/** "2 images with 5 annotations". */
export function describeImages(counts: { readonly imageCount: number; readonly annotationCount: number }): string {
  return `${formatQuantity(counts.imageCount, "image")} with ${formatQuantity(counts.annotationCount, "annotation")}`;
}
