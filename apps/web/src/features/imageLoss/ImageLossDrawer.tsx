"use client";

import { Drawer, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "urql";
import type { StepRange } from "../../chart/types.ts";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatCount } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { ImageLossCard, imageLossCardFragment } from "./ImageLossCard.tsx";
import { PictureChoice } from "./PictureChoice.tsx";
import { useShownPicture } from "./useShownPicture.ts";

const IMAGES_MOST = 24;

const imageLossesQuery = graphql(
  `
    query ImageLosses($id: ID!, $fromStep: Int!, $toStep: Int!, $first: Int!) {
      run(id: $id) {
        id
        dataset {
          id
        }
        imageLosses(fromStep: $fromStep, toStep: $toStep, first: $first) {
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

interface ImageLossDrawerProps {
  readonly runId: string;
  /** The steps whose images are shown; null: closed. */
  readonly range: StepRange | null;
  readonly onClose: () => void;
}

/** From a point of a loss curve to the images that made it: those of its steps, the greatest loss first. */
export function ImageLossDrawer({ runId, range, onClose }: ImageLossDrawerProps) {
  return (
    <Drawer
      opened={range !== null}
      onClose={onClose}
      position="right"
      size={460}
      title={range ? titleOf(range) : ""}
      overlayProps={{ backgroundOpacity: 0.15 }}
    >
      {range ? <ImageLosses runId={runId} range={range} /> : null}
    </Drawer>
  );
}

function ImageLosses({ runId, range }: { runId: string; range: StepRange }) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: imageLossesQuery,
    variables: { id: runId, ...range, first: IMAGES_MOST },
    requestPolicy: "network-only",
  });
  const [shown, setShown] = useShownPicture("trained");
  const losses = data?.run?.imageLosses;
  if (!losses) {
    return error && !fetching ? (
      <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
    ) : (
      <Stack role="status" aria-label="Loading images">
        <Skeleton h={220} radius="lg" />
        <Skeleton h={220} radius="lg" />
      </Stack>
    );
  }
  if (losses.length === 0) return <Text c="dimmed">No per-image losses were recorded for these steps.</Text>;
  return (
    <Stack gap="md">
      <PictureChoice value={shown} onChange={setShown} />
      <Text size="xs" c="dimmed">
        {losses.length === IMAGES_MOST ? `The ${IMAGES_MOST} images with the highest losses in these steps.` : null}{" "}
        Each loss is what the image would have if it were alone in its batch.
      </Text>
      {losses.map((loss, index) => (
        <ImageLossCard
          // An image can come twice within a range of steps.
          key={`${loss.step}-${loss.image?.id ?? index}`}
          loss={loss}
          datasetId={data.run?.dataset?.id ?? null}
          shown={shown}
        />
      ))}
    </Stack>
  );
}

function titleOf({ fromStep, toStep }: StepRange): string {
  if (fromStep === toStep) return `Images of step ${formatCount(toStep)}`;
  return `Images of steps ${formatCount(fromStep)} to ${formatCount(toStep)}`;
}
