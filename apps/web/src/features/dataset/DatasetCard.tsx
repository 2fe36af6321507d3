import { Group, Paper, Text } from "@mantine/core";
import { IconPhoto } from "@tabler/icons-react";
import { formatQuantity } from "../../format/formatNumber.ts";
import { formatRelativeTime } from "../../format/formatTime.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { PageLink } from "../../url/PageLink.tsx";
import { CategoryDot } from "../category/CategoryDot.tsx";
import classes from "./DatasetCard.module.css";

export const datasetCardFragment = graphql(`
  fragment DatasetCard on Dataset {
    id
    name
    description
    imageCount
    annotationCount
    updatedAt
    categories {
      id
      name
      color
    }
    coverImages(first: 4) {
      id
      thumbnailUrl(maxSidePx: 320)
    }
  }
`);

/** A dataset at a glance: four of its images, its size, its classes. */
export function DatasetCard({
  dataset: reference,
  now,
}: {
  dataset: FragmentOf<typeof datasetCardFragment>;
  now: number;
}) {
  const dataset = readFragment(datasetCardFragment, reference);
  const shownCategories = dataset.categories.slice(0, 6);
  return (
    <Paper component={PageLink} href={`/datasets/${dataset.id}`} className={classes.card ?? ""} radius="lg">
      <div className={classes.cover} data-count={Math.min(4, dataset.coverImages.length)}>
        {dataset.coverImages.length === 0 ? (
          <IconPhoto size={28} stroke={1.4} opacity={0.4} aria-hidden />
        ) : (
          dataset.coverImages.map((image) => (
            // biome-ignore lint/performance/noImgElement: the API makes the sizes itself
            <img key={image.id} src={image.thumbnailUrl} alt="" loading="lazy" />
          ))
        )}
      </div>
      <div className={classes.text}>
        <Text fw={600} truncate>
          {dataset.name}
        </Text>
        <Text size="sm" c="dimmed" className="tabular">
          {formatQuantity(dataset.imageCount, "image")} · {formatQuantity(dataset.annotationCount, "annotation")}
        </Text>
        <Group gap="sm" mt={10} wrap="nowrap" justify="space-between">
          <Group gap={6} wrap="nowrap">
            {shownCategories.map((category) => (
              <span key={category.id} title={category.name}>
                <CategoryDot color={category.color} />
              </span>
            ))}
            <Text size="xs" c="dimmed">
              {categoryNames(dataset.categories.map(({ name }) => name))}
            </Text>
          </Group>
          <Text size="xs" c="dimmed" className={classes.time ?? ""}>
            {formatRelativeTime(dataset.updatedAt, now)}
          </Text>
        </Group>
      </div>
    </Paper>
  );
}

/** Two classes are named, more are counted. */
function categoryNames(names: readonly string[]): string {
  return names.length <= 2 ? names.join(", ") : formatQuantity(names.length, "class", "classes");
}
