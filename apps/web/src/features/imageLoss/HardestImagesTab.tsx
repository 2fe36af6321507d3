"use client";

import { Group, SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { graphql } from "../../graph/graphql.ts";
import { useQueryState } from "../../url/useQueryState.ts";
import { HardImageCard, hardImageCardFragment } from "./HardImageCard.tsx";
import { LossImageGrid } from "./LossImageGrid.tsx";

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
  return (
    <LossImageGrid
      cards={images?.map((image, index) => (
        <HardImageCard key={image.image?.id ?? index} hard={image} datasetId={datasetId} />
      ))}
      error={error}
      fetching={fetching}
      onRetry={() => refetch({ requestPolicy: "network-only" })}
      emptyText="They appear after the first training steps of a run on this dataset."
      onMore={
        images?.length === first && first < MOST_IMAGES
          ? () => setFirst(Math.min(first + PAGE_IMAGES, MOST_IMAGES))
          : undefined
      }
    >
      <Group justify="space-between" mb="md">
        <Text size="sm" c="dimmed">
          Training images ordered by their loss over all epochs of the newest runs, relative to each run's average.
          Images at the top are hard for every run or wrongly annotated.
        </Text>
        <SegmentedControl
          size="xs"
          aria-label="Runs to include"
          data={RUN_COUNTS.map((value) => ({ value, label: value === "1" ? "newest run" : `${value} runs` }))}
          value={String(runs)}
          onChange={(value) => setRuns(value === "5" ? null : value)}
        />
      </Group>
    </LossImageGrid>
  );
}
