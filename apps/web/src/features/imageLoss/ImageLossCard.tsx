import { Group, Paper, Text } from "@mantine/core";
import Link from "next/link";
import { useMemo } from "react";
import { formatMetric } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { annotationInstance, annotationShapeFragment } from "../annotation/annotationFragments.ts";
import { useMaskStyle } from "../annotation/useMaskStyle.ts";
import { MaskedImage } from "../image/MaskedImage.tsx";
import classes from "./ImageLossCard.module.css";
import { lossParts } from "./lossParts.ts";

export const imageLossCardFragment = graphql(
  `
    fragment ImageLossCard on ImageLoss {
      step
      total
      classifier
      boxRegression
      mask
      objectness
      rpnBoxRegression
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

interface ImageLossCardProps {
  readonly loss: FragmentOf<typeof imageLossCardFragment>;
  readonly datasetId: string | null;
}

/** One image of a step with its masks as they are now, and what its five losses were. */
export function ImageLossCard({ loss: reference, datasetId }: ImageLossCardProps) {
  const loss = readFragment(imageLossCardFragment, reference);
  const { image } = loss;
  const [style] = useMaskStyle();
  const instances = useMemo(() => image?.annotations.map(annotationInstance) ?? [], [image]);
  const parts = lossParts(loss);
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
        {image && datasetId ? (
          <Text size="xs" truncate component={Link} href={`/datasets/${datasetId}/images/${image.id}`}>
            {image.fileName}
          </Text>
        ) : (
          <Text size="xs" c="dimmed">
            {image?.fileName ?? "This image was deleted since."}
          </Text>
        )}
        <Text size="xs" c="dimmed" className="tabular" style={{ whiteSpace: "nowrap" }}>
          step {loss.step} · loss {loss.total === null ? "not a number" : formatMetric(loss.total)}
        </Text>
      </Group>
      <div className={classes.bar} aria-hidden>
        {parts.map(({ key, color, share }) => (
          <span key={key} style={{ width: `${100 * share}%`, background: color }} />
        ))}
      </div>
      <dl className={classes.parts}>
        {parts.map(({ key, label, color, value }) => (
          <div key={key}>
            <dt>
              <span className={classes.dot} style={{ background: color }} />
              {label}
            </dt>
            <dd className="tabular">{value === null ? "NaN" : formatMetric(value)}</dd>
          </div>
        ))}
      </dl>
    </Paper>
  );
}
