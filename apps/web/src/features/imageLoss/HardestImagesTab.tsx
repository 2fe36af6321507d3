"use client";

import { Button, Group, SegmentedControl, SimpleGrid, Skeleton, Text } from "@mantine/core";
import { IconFlame } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { useQueryState } from "../../url/useQueryState.ts";
import { HardImageCard, hardImageCardFragment } from "./HardImageCard.tsx";

const PAGE_IMAGES = 24;
/** The server gives no more at once. */
const MOST_IMAGES = 200;
const RUN_COUNTS = ["1", "3", "5", "10"];

const hardestImagesQuery = graphql(
  `
    query HardestImagesOfDataset($id: ID!, $runs: Int!, $first: Int!) {
      dataset(id: $id) {
        id
        hardestImages(runs: $runs, first: $first) {
          image {
            id
          }
          ...HardImageCard
        }
      }
    }
  `,
  [hardImageCardFragment],
);

/** The dataset's images by what its newest runs made of them over all epochs: at the top is what is hard for every run, or wrongly annotated. */
export function HardestImagesTab({ datasetId }: { datasetId: string }) {
  const [runsText, setRuns] = useQueryState("over");
  const [first, setFirst] = useState(PAGE_IMAGES);
  const runs = RUN_COUNTS.includes(runsText ?? "") ? Number(runsText) : 5;
  const [{ data, error, fetching }, refetch] = useQuery({
    query: hardestImagesQuery,
    variables: { id: datasetId, runs, first },
    requestPolicy: "cache-and-network",
  });
  const images = data?.dataset?.hardestImages;
  if (!images) {
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
  if (images.length === 0) {
    return (
      <EmptyState icon={<IconFlame size={24} stroke={1.6} />} title="No losses of single images yet">
        They come with the first training steps of a run on this dataset.
      </EmptyState>
    );
  }
  return (
    <>
      <Group justify="space-between" mb="md">
        <Text size="sm" c="dimmed">
          Training images by their loss over all epochs of the newest runs, each relative to its run's average: what is
          hard for every run, or wrongly annotated.
        </Text>
        <SegmentedControl
          size="xs"
          aria-label="Newest runs looked at"
          data={RUN_COUNTS.map((value) => ({ value, label: value === "1" ? "newest run" : `${value} runs` }))}
          value={String(runs)}
          onChange={(value) => setRuns(value === "5" ? null : value)}
        />
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {images.map((image, index) => (
          <HardImageCard key={image.image?.id ?? index} hard={image} datasetId={datasetId} />
        ))}
      </SimpleGrid>
      {images.length === first && first < MOST_IMAGES ? (
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
