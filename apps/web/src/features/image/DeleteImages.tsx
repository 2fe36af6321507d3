"use client";

import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { ConfirmDialog } from "../../feedback/ConfirmDialog.tsx";
import { formatQuantity } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { describeImages, useDeleteImages } from "./useImageDeletion.ts";

const imagesToDeleteQuery = graphql(`
  query ImagesToDelete($id: ID!, $imageIds: [ID!]!) {
    dataset(id: $id) {
      id
      imagesToDelete(imageIds: $imageIds) {
        imageCount
        annotationCount
      }
    }
  }
`);

interface DeleteImagesProps {
  readonly datasetId: string;
  readonly imageIds: readonly string[];
  readonly onDeleted: () => void;
  /** What opens the question. */
  readonly children: (ask: () => void) => ReactNode;
}

/** Asks whether images are to be deleted, saying how much goes with them, and deletes them. */
export function DeleteImages({ datasetId, imageIds, onDeleted, children }: DeleteImagesProps) {
  const [opened, dialog] = useDisclosure(false);
  const [deleteImages, isDeleting] = useDeleteImages(datasetId);
  const [{ data, error }] = useQuery({
    query: imagesToDeleteQuery,
    variables: { id: datasetId, imageIds: [...imageIds] },
    pause: !opened,
    requestPolicy: "network-only",
  });
  const counts = opened ? data?.dataset?.imagesToDelete : undefined;
  const images = formatQuantity(imageIds.length, "image");

  const remove = async () => {
    if (!(await deleteImages(imageIds))) return;
    dialog.close();
    onDeleted();
  };

  return (
    <>
      {children(dialog.open)}
      <ConfirmDialog
        opened={opened}
        onClose={dialog.close}
        title={`Delete ${images}?`}
        confirmLabel={`Delete ${images}`}
        loading={isDeleting || (counts === undefined && error === undefined)}
        onConfirm={remove}
      >
        {error ? `What goes with them could not be counted: ${describeError(error)} ` : null}
        {counts ? describeImages(counts) : images} will leave the dataset, its splits, statistics and exports.
        Snapshots, runs and predictions stay as they are. “Deleted images” in the dataset’s menu brings them back.
      </ConfirmDialog>
    </>
  );
}
