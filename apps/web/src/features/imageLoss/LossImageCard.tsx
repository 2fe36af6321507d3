import { Group, Paper, Text } from "@mantine/core";
import type { Augmentation } from "@maskyard/annotations";
import { type ReactNode, useMemo } from "react";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { PageLink } from "../../url/PageLink.tsx";
import { annotationInstance, annotationShapeFragment } from "../annotation/annotationFragments.ts";
import { useMaskStyle } from "../annotation/useMaskStyle.ts";
import { MaskedImage } from "../image/MaskedImage.tsx";
import { AugmentedImage } from "./AugmentedImage.tsx";
import { CropOutline } from "./CropOutline.tsx";
import type { ShownPicture } from "./PictureChoice.tsx";

export const lossImageFragment = graphql(
  `
    fragment LossImage on Image {
      id
      fileName
      widthPx
      heightPx
      thumbnailUrl(maxSidePx: 640)
      largeThumbnailUrl: thumbnailUrl(maxSidePx: 1280)
      annotations {
        id
        ...AnnotationShape
      }
    }
  `,
  [annotationShapeFragment],
);

interface LossImageCardProps {
  /** Null once it was deleted. */
  readonly image: FragmentOf<typeof lossImageFragment> | null;
  /** Null for an image that cannot be opened. */
  readonly datasetId: string | null;
  /** What was done to the image before a step saw it; null where nobody knows. */
  readonly augmentation: Augmentation | null;
  readonly shown: ShownPicture;
  /** Stands beside the file's name. */
  readonly figure: ReactNode;
  readonly children: ReactNode;
}

/** A training image with its masks as they are now, and what losses tell of it. */
export function LossImageCard(props: LossImageCardProps) {
  const { image: reference, datasetId, augmentation, shown, figure, children } = props;
  const image = readFragment(lossImageFragment, reference);
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
      {image && augmentation && shown === "trained" ? (
        <AugmentedImage image={image} augmentation={augmentation} instances={instances} style={style} />
      ) : null}
      {image && !(augmentation && shown === "trained") ? (
        <MaskedImage image={image} instances={instances} style={style}>
          {augmentation?.window ? <CropOutline window={augmentation.window} /> : null}
        </MaskedImage>
      ) : null}
      <Group justify="space-between" mt={8} wrap="nowrap">
        {image && datasetId ? (
          <Text size="xs" truncate component={PageLink} href={`/datasets/${datasetId}/images/${image.id}`}>
            {image.fileName}
          </Text>
        ) : (
          <Text size="xs" c="dimmed">
            {image?.fileName ?? "This image has since been deleted."}
          </Text>
        )}
        {figure}
      </Group>
      {children}
    </Paper>
  );
}
