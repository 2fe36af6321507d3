"use client";

import { Group, SegmentedControl, Select, Skeleton, Slider, Text } from "@mantine/core";
import { IconPhotoSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatPercentage } from "../../format/formatNumber.ts";
import { readAp } from "../../format/readAp.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { useQueryState } from "../../url/useQueryState.ts";
import { MaskStyleMenu } from "../annotation/MaskStyleMenu.tsx";
import { useRefetchOnRunEvent } from "../run/useRefetchOnRunEvent.ts";
import type { RunEventListener } from "../run/useRunEvents.ts";
import { EvaluationFigures } from "./EvaluationFigures.tsx";
import { PredictionImages, type PredictionLayout } from "./PredictionImages.tsx";

const evaluationsQuery = graphql(`
  query RunEvaluations($id: ID!) {
    run(id: $id) {
      id
      dataset {
        id
      }
      evaluations {
        id
        step
        subset
        metrics
        checkpoint {
          id
          best
        }
      }
    }
  }
`);

const LAYOUTS: readonly { value: PredictionLayout; label: string }[] = [
  { value: "beside", label: "Side by side" },
  { value: "predictions", label: "Predictions" },
  { value: "truth", label: "Ground truth" },
];

interface PredictionsTabProps {
  readonly runId: string;
  readonly live: boolean;
  readonly events: (listener: RunEventListener) => () => void;
}

/** What a checkpoint finds in the validation images, beside what people drew. */
export function PredictionsTab({ runId, live, events }: PredictionsTabProps) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: evaluationsQuery,
    variables: { id: runId },
    requestPolicy: "cache-and-network",
  });
  useRefetchOnRunEvent(events, ["EVALUATION"], refetch);
  const [chosenId, setChosenId] = useQueryState("evaluation");
  const [layout, setLayout] = useState<PredictionLayout>("beside");
  const [minScore, setMinScore] = useState(0.5);
  const evaluations = data?.run?.evaluations;

  if (!evaluations) {
    if (error && !fetching) {
      return <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />;
    }
    return <Skeleton h={320} radius="lg" role="status" aria-label="Loading predictions" />;
  }
  const newestFirst = [...evaluations].sort((a, b) => b.step - a.step);
  const chosen =
    newestFirst.find(({ id }) => id === chosenId) ??
    newestFirst.find(({ checkpoint }) => checkpoint?.best) ??
    newestFirst[0];
  if (!chosen || !data?.run) {
    return (
      <EmptyState icon={<IconPhotoSearch size={24} stroke={1.6} />} title="No predictions yet">
        {live
          ? "Predictions on the validation images appear here at the end of each evaluated epoch."
          : "This run ended before its first evaluation."}
      </EmptyState>
    );
  }

  return (
    <>
      <Group mb="md" gap="md" align="center">
        <Select
          aria-label="Checkpoint"
          data={newestFirst.map((one) => ({
            value: one.id,
            label: `Step ${one.step} · AP ${formatPercentage(readAp(one.metrics).segm.AP)}${one.checkpoint?.best ? " · best" : ""}`,
          }))}
          value={chosen.id}
          onChange={setChosenId}
          allowDeselect={false}
          w={230}
        />
        <SegmentedControl
          size="sm"
          aria-label="Layout"
          data={[...LAYOUTS]}
          value={layout}
          onChange={(value) => setLayout(value as PredictionLayout)}
        />
        <Group gap="sm" wrap="nowrap">
          <Text size="sm">Minimum score</Text>
          <Slider
            w={140}
            size="sm"
            min={0.05}
            max={0.99}
            step={0.01}
            label={null}
            thumbLabel="Minimum score"
            value={minScore}
            onChange={setMinScore}
          />
          <Text size="sm" c="dimmed" w={30} className="tabular">
            {minScore.toFixed(2)}
          </Text>
        </Group>
        <div style={{ marginLeft: "auto" }}>
          <MaskStyleMenu />
        </div>
      </Group>
      <EvaluationFigures metrics={chosen.metrics} />
      <PredictionImages
        key={chosen.id}
        evaluationId={chosen.id}
        datasetId={data.run.dataset?.id ?? ""}
        layout={layout}
        minScore={minScore}
      />
    </>
  );
}
