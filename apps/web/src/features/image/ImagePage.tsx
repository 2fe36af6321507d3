"use client";

import { Skeleton } from "@mantine/core";
import { useCallback } from "react";
import { useQuery } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { ImageEditor, imageEditorFragment } from "./ImageEditor.tsx";

const imageQuery = graphql(
  `
    query Image($id: ID!) {
      image(id: $id) {
        id
        fileName
        ...ImageEditor
      }
    }
  `,
  [imageEditorFragment],
);

export function ImagePage({ datasetId, imageId }: { datasetId: string; imageId: string }) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: imageQuery,
    variables: { id: imageId },
    requestPolicy: "cache-and-network",
  });
  // While the next image is on its way the last one's data is still here: it must not be edited under the new address.
  const image = data?.image?.id === imageId ? data.image : null;
  usePageTitle(image?.fileName);
  const reload = useCallback(() => refetch({ requestPolicy: "network-only" }), [refetch]);

  if (image) return <ImageEditor key={image.id} image={image} datasetId={datasetId} reload={reload} />;
  if (data && !fetching) {
    return <ErrorState title="No such image" message="It may have been removed, or you may not see it." />;
  }
  if (error && !fetching) return <ErrorState message={describeError(error)} onRetry={reload} />;
  return (
    <div style={{ padding: 28 }} role="status" aria-label="Loading the image">
      <Skeleton h={24} w={260} mb="lg" />
      <Skeleton h="70dvh" />
    </div>
  );
}
