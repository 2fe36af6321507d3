"use client";

import { Button, Group, Skeleton, Slider, Text } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconPhotoPlus, IconTrash, IconZoomQuestion } from "@tabler/icons-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatQuantity } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { MaskStyleMenu } from "../annotation/MaskStyleMenu.tsx";
import { ClassStatistics, classStatisticsFragment } from "../category/ClassStatistics.tsx";
import { DeleteImages } from "./DeleteImages.tsx";
import { ImageFilterFields } from "./ImageFilterFields.tsx";
import { ImageGrid } from "./ImageGrid.tsx";
import classes from "./ImagesTab.module.css";
import { isFiltered } from "./imageFilter.ts";
import { TagImagesMenu } from "./TagImagesMenu.tsx";
import { useImageFilters } from "./useImageFilters.ts";
import { useImageIds } from "./useImageIds.ts";
import { useImagePages } from "./useImagePages.ts";
import { useListPlace } from "./useListPlace.ts";
import { useSelection } from "./useSelection.ts";
import { wantedPages } from "./wantedPages.ts";
import { imageAddress, workListArguments } from "./workList.ts";

export const imagesTabFragment = graphql(
  `
    fragment ImagesTab on Dataset {
      id
      imageCount
      project {
        viewerRole
      }
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
  const filters = useImageFilters(dataset.splits[0]?.id ?? null);
  const { categoryId } = filters.state;
  const [tileWidth, setTileWidth] = useLocalStorage({ key: "maskyard-tile-width", defaultValue: 220 });

  const { list } = filters;
  const { filter } = workListArguments(list);
  const { firstIndex, setPlace } = useListPlace(list);
  const [sight, setSight] = useState<{ listKey: string; first: number; last: number } | null>(null);
  const listKey = JSON.stringify(list);
  const [first, last] = sight?.listKey === listKey ? [sight.first, sight.last] : [firstIndex ?? 0, firstIndex ?? 0];
  const known = useRef(0);
  const pages = useImagePages(dataset.id, list, wantedPages(first, last, known.current));
  const { totalCount, imageAt, annotationsAt, error, retry } = pages;
  known.current = totalCount ?? Math.max(first + 1, known.current);
  const latest = useRef(imageAt);
  latest.current = imageAt;
  const latestImageAt = useCallback((index: number) => latest.current(index), []);
  const selection = useSelection(useImageIds(dataset.id, list, latestImageAt));
  const { clear } = selection;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list has other images
  useEffect(clear, [listKey, clear]);
  const onSight = useCallback((from: number, to: number) => setSight({ listKey, first: from, last: to }), [listKey]);

  return (
    <div className={classes.tab}>
      <div className={classes.list}>
        <Group className={classes.toolbar ?? ""} gap="xs">
          <ImageFilterFields filters={filters} splits={dataset.splits} tags={dataset.tags} />
          <Group gap="xs" justify="flex-end" ml="auto">
            <Text size="sm" c="dimmed" className="tabular" role="status">
              {totalCount === null ? "" : formatQuantity(totalCount, "image")}
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
              shownCount={totalCount ?? 0}
              tags={dataset.tags.map(({ name: known }) => known)}
              onTagged={selection.clear}
            />
            {selection.ids.size > 0 && dataset.project.viewerRole !== "VIEWER" ? (
              <DeleteImages datasetId={dataset.id} imageIds={[...selection.ids]} onDeleted={selection.clear}>
                {(ask) => (
                  <Button
                    variant="default"
                    size="compact-md"
                    fw={500}
                    leftSection={<IconTrash size={15} />}
                    onClick={ask}
                  >
                    Delete
                  </Button>
                )}
              </DeleteImages>
            ) : null}
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
        {totalCount !== null && totalCount > 0 && firstIndex !== null ? (
          <ImageGrid
            key={pages.listKey}
            totalCount={totalCount}
            imageAt={imageAt}
            annotationsAt={annotationsAt}
            hrefOf={(imageId) => imageAddress(dataset.id, imageId, list)}
            firstIndex={firstIndex}
            tileWidth={tileWidth}
            categoryId={categoryId}
            selectedIds={selection.ids}
            onSelect={selection.toggle}
            onSight={onSight}
            onPlace={(index) => setPlace(index, latestImageAt)}
          />
        ) : error ? (
          <ErrorState message={describeError(error)} onRetry={retry} />
        ) : totalCount !== 0 ? (
          <GridSkeleton />
        ) : isFiltered(filters.state) ? (
          <EmptyState
            icon={<IconZoomQuestion size={24} stroke={1.6} />}
            title="No matching images"
            action={
              <Button variant="default" onClick={filters.clear}>
                Clear filters
              </Button>
            }
          >
            No image in this dataset matches all of the filters above.
          </EmptyState>
        ) : (
          <EmptyState
            icon={<IconPhotoPlus size={24} stroke={1.6} />}
            title="No images yet"
            action={<Button onClick={onImport}>Import a folder or zip</Button>}
          >
            Import images with their annotations, or images alone to annotate here.
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
