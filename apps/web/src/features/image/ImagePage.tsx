"use client";

import { useCallback } from "react";
import { useQuery } from "urql";
import { graphql } from "../../graph/graphql.ts";
import { ReadState } from "../../shell/ReadState.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { DeletedImagePage, deletedImageFragment } from "./DeletedImagePage.tsx";
import { ImageEditor, imageEditorFragment } from "./ImageEditor.tsx";
import { useImageWalk } from "./useImageWalk.ts";

const imageQuery = graphql(
  `
    query Image($id: ID!) {
      image(id: $id) {
        id
        fileName
        deletedAt
        ...ImageEditor
        ...DeletedImage
      }
    }
  `,
  [imageEditorFragment, deletedImageFragment],
);

export function ImagePage({ datasetId, imageId }: { datasetId: string; imageId: string }) {
  const [read, refetch] = useQuery({
    query: imageQuery,
    variables: { id: imageId },
    requestPolicy: "cache-and-network",
  });
  // While the next image is on its way the last one's data is still here: it must not be edited under the new address.
  const image = read.data?.image?.id === imageId ? read.data.image : null;
  usePageTitle(image?.fileName);
  const walk = useImageWalk(datasetId, imageId);
  const reload = useCallback(() => refetch({ requestPolicy: "network-only" }), [refetch]);

  if (image?.deletedAt) return <DeletedImagePage image={image} gridHref={walk.gridHref} onRestored={reload} />;
  if (image) return <ImageEditor key={image.id} image={image} walk={walk} isStale={read.stale} />;
  return (
    <ReadState
      read={read}
      onRetry={reload}
      noun="image"
      waysOn={[
        { label: "The dataset's images", href: walk.gridHref },
        { label: "All datasets", href: "/datasets" },
      ]}
    />
  );
}
