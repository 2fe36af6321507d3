"use client";

import { Group, Text } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { graphql } from "../../graph/graphql.ts";
import { ImageLossCard, imageLossCardFragment } from "./ImageLossCard.tsx";
import { LossImageGrid } from "./LossImageGrid.tsx";
import { PictureChoice } from "./PictureChoice.tsx";
import { useShownPicture } from "./useShownPicture.ts";

const PAGE_IMAGES = 24;
/** The server gives no more at once. */
const MOST_IMAGES = 500;

const hardestImagesQuery = graphql(
  `
    query HardestImages($id: ID!, $first: Int!) {
      run(id: $id) {
        id
        dataset {
          id
        }
        imageLosses(order: LATEST, first: $first) {
          step
          image {
            id
          }
          ...ImageLossCard
        }
      }
    }
  `,
  [imageLossCardFragment],
);

/** The training images by what the model made of them when it last saw them: at the top is what is hard, or wrongly annotated. */
export function ImageLossTab({ runId }: { runId: string }) {
  const [first, setFirst] = useState(PAGE_IMAGES);
  const [{ data, error, fetching }, refetch] = useQuery({
    query: hardestImagesQuery,
    variables: { id: runId, first },
    requestPolicy: "cache-and-network",
  });
  const [shown, setShown] = useShownPicture("original");
  const losses = data?.run?.imageLosses;
  return (
    <LossImageGrid
      cards={losses?.map((loss, index) => (
        <ImageLossCard
          key={loss.image?.id ?? index}
          loss={loss}
          datasetId={data?.run?.dataset?.id ?? null}
          shown={shown}
        />
      ))}
      error={error}
      fetching={fetching}
      onRetry={() => refetch({ requestPolicy: "network-only" })}
      emptyText="They appear after the first training steps."
      onMore={
        losses?.length === first && first < MOST_IMAGES
          ? () => setFirst(Math.min(first + PAGE_IMAGES, MOST_IMAGES))
          : undefined
      }
    >
      <Group justify="space-between" mb="md">
        <Text size="sm" c="dimmed">
          Training images by their loss when the run last saw them, the greatest first: what is hard, or wrongly
          annotated.
        </Text>
        <PictureChoice value={shown} onChange={setShown} />
      </Group>
    </LossImageGrid>
  );
}
