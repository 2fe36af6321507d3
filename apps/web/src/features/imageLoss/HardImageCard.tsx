import { Anchor, Group, Paper, Text } from "@mantine/core";
import Link from "next/link";
import { useMemo } from "react";
import { formatMetric, formatQuantity } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { annotationInstance, annotationShapeFragment } from "../annotation/annotationFragments.ts";
import { useMaskStyle } from "../annotation/useMaskStyle.ts";
import { MaskedImage } from "../image/MaskedImage.tsx";

export const hardImageCardFragment = graphql(
  `
    fragment HardImageCard on HardImage {
      runs
      times
      notNumbers
      relativeLoss
      latestLoss
      greatestLoss
      greatestStep
      greatestRun {
        id
        number
      }
      image {
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
    }
  `,
  [annotationShapeFragment],
);

interface HardImageCardProps {
  readonly hard: FragmentOf<typeof hardImageCardFragment>;
  readonly datasetId: string;
}

/** An image with its masks as they are now, how hard runs found it, and the step where it was hardest. */
export function HardImageCard({ hard: reference, datasetId }: HardImageCardProps) {
  const hard = readFragment(hardImageCardFragment, reference);
  const { image } = hard;
  const [style] = useMaskStyle();
  const instances = useMemo(() => image?.annotations.map(annotationInstance) ?? [], [image]);
  return (
    <Paper
      radius="lg"
      p={10}
      bg="var(--my-surface-raised)"
      component="article"
      aria-label={image?.fileName ?? "Deleted image"}
    >
      {image ? <MaskedImage image={image} instances={instances} style={style} /> : null}
      <Group justify="space-between" mt={8} wrap="nowrap">
        {image ? (
          <Text size="xs" truncate component={Link} href={`/datasets/${datasetId}/images/${image.id}`}>
            {image.fileName}
          </Text>
        ) : (
          <Text size="xs" c="dimmed">
            This image was deleted since.
          </Text>
        )}
        <Text size="xs" fw={600} className="tabular" style={{ whiteSpace: "nowrap" }}>
          {hard.notNumbers > 0
            ? `${formatQuantity(hard.notNumbers, "time")} not a number`
            : `${formatMetric(hard.relativeLoss)} × average`}
        </Text>
      </Group>
      <Text size="xs" c="dimmed" className="tabular">
        seen {formatQuantity(hard.times, "time")} by {formatQuantity(hard.runs, "run")} · last{" "}
        {formatMetric(hard.latestLoss)}
        {hard.greatestRun && hard.greatestStep !== null ? (
          <>
            {" · "}
            <Anchor
              component={Link}
              size="xs"
              href={`/runs/${hard.greatestRun.id}?images=${hard.greatestStep}-${hard.greatestStep}`}
            >
              {formatMetric(hard.greatestLoss)} at step {hard.greatestStep} of #{hard.greatestRun.number}
            </Anchor>
          </>
        ) : null}
      </Text>
    </Paper>
  );
}
