"use client";

import { Group, Paper, Text } from "@mantine/core";
import { useMemo } from "react";
import { useQuery } from "urql";
import { formatQuantity } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import type { MaskInstance } from "../../mask/types.ts";
import { PageLink } from "../../url/PageLink.tsx";
import {
  annotationInstance,
  annotationShapeFragment,
  predictionInstance,
  predictionShapeFragment,
} from "../annotation/annotationFragments.ts";
import { useMaskStyle } from "../annotation/useMaskStyle.ts";
import { MaskedImage } from "../image/MaskedImage.tsx";
import type { PredictionLayout } from "./PredictionImages.tsx";

export const predictionCardFragment = graphql(
  `
    fragment PredictionCard on Image {
      id
      fileName
      widthPx
      heightPx
      thumbnailUrl(maxSidePx: 640)
      annotations {
        id
        ...AnnotationShape
      }
    }
  `,
  [annotationShapeFragment],
);

const imagePredictionsQuery = graphql(
  `
    query ImagePredictions($id: ID!, $evaluationId: ID!) {
      image(id: $id) {
        id
        predictions(evaluationId: $evaluationId, minScore: 0.05) {
          id
          score
          ...PredictionShape
        }
      }
    }
  `,
  [predictionShapeFragment],
);

interface PredictionCardProps {
  readonly image: FragmentOf<typeof predictionCardFragment>;
  readonly evaluationId: string;
  readonly datasetId: string;
  readonly layout: PredictionLayout;
  readonly minScore: number;
}

const NONE: readonly MaskInstance[] = [];

/** One validation image: what people drew and what the checkpoint found. */
export function PredictionCard(props: PredictionCardProps) {
  const { evaluationId, datasetId, layout, minScore } = props;
  const image = readFragment(predictionCardFragment, props.image);
  const [{ data }] = useQuery({ query: imagePredictionsQuery, variables: { id: image.id, evaluationId } });
  const [style] = useMaskStyle();
  const predictions = data?.image?.predictions;
  const truth = useMemo(() => image.annotations.map(annotationInstance), [image.annotations]);
  const found = useMemo(
    () => predictions?.filter(({ score }) => score >= minScore).map(predictionInstance) ?? NONE,
    [predictions, minScore],
  );
  return (
    <Paper radius="lg" p={10} bg="var(--my-surface-raised)">
      <Group gap={8} grow wrap="nowrap" align="flex-start">
        {layout === "predictions" ? null : (
          <MaskedImage image={image} instances={truth} style={style} caption="Ground truth" />
        )}
        {layout === "truth" ? null : (
          <MaskedImage image={image} instances={found} style={style} caption="Prediction" loading={!predictions} />
        )}
      </Group>
      <Group justify="space-between" mt={8} wrap="nowrap">
        <Text size="xs" truncate component={PageLink} href={`/datasets/${datasetId}/images/${image.id}`}>
          {image.fileName}
        </Text>
        <Text size="xs" c="dimmed" className="tabular" style={{ whiteSpace: "nowrap" }}>
          {truth.length} drawn, {predictions ? formatQuantity(found.length, "predicted", "predicted") : "…"}
        </Text>
      </Group>
    </Paper>
  );
}
