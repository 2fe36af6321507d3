"use client";

import { Button, Group, Skeleton, Slider, Text } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconPhotoPlus, IconZoomQuestion } from "@tabler/icons-react";
import { useMemo } from "react";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatQuantity } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { MaskStyleMenu } from "../annotation/MaskStyleMenu.tsx";
import { ClassStatistics, classStatisticsFragment } from "../category/ClassStatistics.tsx";
import { ImageFilterFields } from "./ImageFilterFields.tsx";
import { ImageGrid } from "./ImageGrid.tsx";
import classes from "./ImagesTab.module.css";
import { imageFilterInput, isFiltered } from "./imageFilter.ts";
import { TagImagesMenu } from "./TagImagesMenu.tsx";
import { useDatasetImages } from "./useDatasetImages.ts";
import { useImageFilters } from "./useImageFilters.ts";
import { useSelection } from "./useSelection.ts";

export const imagesTabFragment = graphql(
  `
    fragment ImagesTab on Dataset {
      id
      imageCount
      splits {
        id
        name
      }
      tags {
        name
        imageCount
      }
      ...ClassStatistics
    }
  `,
  [classStatisticsFragment],
);

interface ImagesTabProps {
  readonly dataset: FragmentOf<typeof imagesTabFragment>;
  readonly onImport: () => void;
}

/** The grid of a dataset's images with its filters, kept in the address, and its class statistics. */
export function ImagesTab({ dataset: reference, onImport }: ImagesTabProps) {
  const dataset = readFragment(imagesTabFragment, reference);
  const filters = useImageFilters(dataset.splits.at(-1)?.id ?? null);
  const { categoryId } = filters.state;
  const [tileWidth, setTileWidth] = useLocalStorage({ key: "maskyard-tile-width", defaultValue: 220 });

  const filter = imageFilterInput(filters.state);
  const { connection, annotationsByImage, error, fetching, loadMore, refetch, restart } = useDatasetImages(
    dataset.id,
    filter,
  );
  const images = useMemo(() => connection?.edges.map(({ node }) => ({ id: node.id, tile: node })) ?? [], [connection]);
  const ids = useMemo(() => images.map(({ id }) => id), [images]);
  const selection = useSelection(ids);

  return (
    <div className={classes.tab}>
      <div className={classes.list}>
        <Group className={classes.toolbar ?? ""} gap="xs">
          <ImageFilterFields filters={filters} splits={dataset.splits} tags={dataset.tags} />
          <Group gap="xs" wrap="nowrap" ml="auto">
            <Text size="sm" c="dimmed" className="tabular" role="status">
              {connection ? formatQuantity(connection.totalCount, "image") : ""}
              {selection.ids.size > 0 ? `, ${selection.ids.size} selected` : ""}
            </Text>
            {selection.ids.size > 0 ? (
              <Button variant="subtle" size="compact-sm" onClick={selection.clear}>
                Clear
              </Button>
            ) : null}
            <TagImagesMenu
              datasetId={dataset.id}
              selectedIds={selection.ids}
              filter={filter}
              shownCount={connection?.totalCount ?? 0}
              tags={dataset.tags.map(({ name: known }) => known)}
              onTagged={() => {
                selection.clear();
                restart();
              }}
            />
            <MaskStyleMenu>
              <div>
                <Text size="sm" mb={4}>
                  Tile size
                </Text>
                <Slider
                  size="sm"
                  min={120}
                  max={480}
                  step={20}
                  label={null}
                  thumbLabel="Tile size"
                  value={tileWidth}
                  onChange={setTileWidth}
                />
              </div>
            </MaskStyleMenu>
          </Group>
        </Group>
        {images.length > 0 ? (
          <ImageGrid
            images={images}
            annotationsByImage={annotationsByImage}
            datasetId={dataset.id}
            listKey={`${dataset.id} ${JSON.stringify(filter)}`}
            tileWidth={tileWidth}
            categoryId={categoryId}
            selectedIds={selection.ids}
            onSelect={selection.toggle}
            loading={fetching}
            onEndReached={loadMore}
          />
        ) : error && !fetching ? (
          <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
        ) : fetching || !connection ? (
          <GridSkeleton />
        ) : isFiltered(filters.state) ? (
          <EmptyState
            icon={<IconZoomQuestion size={24} stroke={1.6} />}
            title="No image matches"
            action={
              <Button variant="default" onClick={filters.clear}>
                Clear filters
              </Button>
            }
          >
            Nothing in this dataset meets all of the conditions above.
          </EmptyState>
        ) : (
          <EmptyState
            icon={<IconPhotoPlus size={24} stroke={1.6} />}
            title="No images yet"
            action={<Button onClick={onImport}>Import a folder or zip</Button>}
          >
            Bring images with their annotations, or images alone to annotate here.
          </EmptyState>
        )}
      </div>
      <ClassStatistics dataset={dataset} selectedId={categoryId} onSelect={filters.setCategoryId} />
    </div>
  );
}

function GridSkeleton() {
  return (
    <div className={classes.skeleton} role="status" aria-label="Loading images">
      {Array.from({ length: 15 }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
        <Skeleton key={i} h={150} />
      ))}
    </div>
  );
}
