"use client";

import { Button, SimpleGrid, Skeleton, Text } from "@mantine/core";
import { IconFlame } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { ImageLossCard, imageLossCardFragment } from "./ImageLossCard.tsx";

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
  const losses = data?.run?.imageLosses;
  if (!losses) {
    return error && !fetching ? (
      <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
    ) : (
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} role="status" aria-label="Loading images">
        <Skeleton h={240} radius="lg" />
        <Skeleton h={240} radius="lg" />
        <Skeleton h={240} radius="lg" />
      </SimpleGrid>
    );
  }
  if (losses.length === 0) {
    return (
      <EmptyState icon={<IconFlame size={24} stroke={1.6} />} title="No losses of single images yet">
        They come with the first training steps.
      </EmptyState>
    );
  }
  return (
    <>
      <Text size="sm" c="dimmed" mb="md">
        Training images by their loss when the run last saw them, the greatest first: what is hard, or wrongly
        annotated.
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {losses.map((loss, index) => (
          <ImageLossCard key={loss.image?.id ?? index} loss={loss} datasetId={data.run?.dataset?.id ?? null} />
        ))}
      </SimpleGrid>
      {losses.length === first && first < MOST_IMAGES ? (
        <Button
          variant="default"
          mt="lg"
          loading={fetching}
          onClick={() => setFirst(Math.min(first + PAGE_IMAGES, MOST_IMAGES))}
        >
          Show more images
        </Button>
      ) : null}
    </>
  );
}
