"use client";

import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatDateTime } from "../../format/formatTime.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import classes from "./DeletedImages.module.css";
import { describeImages, useRestoreImages } from "./useImageDeletion.ts";

const imageDeletionsQuery = graphql(`
  query ImageDeletions($id: ID!, $first: Int!) {
    dataset(id: $id) {
      id
      imageDeletions(first: $first) {
        deletedAt
        imageCount
        annotationCount
        deletedBy {
          id
          name
        }
        images(first: 8) {
          id
          fileName
          thumbnailUrl(maxSidePx: 160)
        }
      }
    }
  }
`);

const PAGE = 20;
/** As many as the server lists at once. */
const FIRST_MAX = 100;

/** What was deleted of a dataset, the newest first, each with a way to bring it back. */
export function DeletedImages({ datasetId }: { datasetId: string }) {
  const [first, setFirst] = useState(PAGE);
  const [{ data, error, fetching }, refetch] = useQuery({
    query: imageDeletionsQuery,
    variables: { id: datasetId, first },
    requestPolicy: "cache-and-network",
  });
  const [restore, isRestoring] = useRestoreImages();
  const deletions = data?.dataset?.imageDeletions;
  if (!deletions) {
    return error && !fetching ? (
      <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
    ) : (
      <Skeleton h={160} role="status" aria-label="Loading the deleted images" />
    );
  }
  if (deletions.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No image of this dataset is deleted.
      </Text>
    );
  }
  return (
    <Stack gap="lg">
      {deletions.map((deletion) => (
        <section key={deletion.deletedAt}>
          <Group justify="space-between" wrap="nowrap">
            <div>
              <Text size="sm" fw={500}>
                {describeImages(deletion)}
              </Text>
              <Text size="xs" c="dimmed">
                {formatDateTime(deletion.deletedAt)}
                {deletion.deletedBy ? `, by ${deletion.deletedBy.name}` : ""}
              </Text>
            </div>
            <Button
              variant="default"
              size="compact-sm"
              flex="none"
              disabled={isRestoring}
              onClick={() => restore({ datasetId, deletedAt: deletion.deletedAt })}
            >
              Restore
            </Button>
          </Group>
          <div className={classes.images}>
            {deletion.images.map(({ id, fileName, thumbnailUrl }) => (
              // biome-ignore lint/performance/noImgElement: the server makes thumbnails, behind the session cookie
              <img key={id} src={thumbnailUrl} alt={fileName} title={fileName} loading="lazy" />
            ))}
          </div>
        </section>
      ))}
      {deletions.length === first && first < FIRST_MAX ? (
        <Button variant="subtle" onClick={() => setFirst(Math.min(first + PAGE, FIRST_MAX))} loading={fetching}>
          Show more
        </Button>
      ) : null}
    </Stack>
  );
}
