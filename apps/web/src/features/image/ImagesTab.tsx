"use client";

import { Button, Group, Select, Skeleton, Slider, Switch, Text, TextInput } from "@mantine/core";
import { useDebouncedValue, useLocalStorage } from "@mantine/hooks";
import { IconPhotoPlus, IconSearch, IconZoomQuestion } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatQuantity } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { useQueryState } from "../../url/useQueryState.ts";
import { MaskStyleMenu } from "../annotation/MaskStyleMenu.tsx";
import { ClassStatistics, classStatisticsFragment } from "../category/ClassStatistics.tsx";
import { ImageGrid } from "./ImageGrid.tsx";
import classes from "./ImagesTab.module.css";
import {
  type ImageFilterState,
  imageFilterInput,
  isFiltered,
  SUBSETS,
  type SubsetName,
  UNTAGGED,
} from "./imageFilter.ts";
import { TagImagesMenu } from "./TagImagesMenu.tsx";
import { useDatasetImages } from "./useDatasetImages.ts";
import { useSelection } from "./useSelection.ts";

/** What the list of tags calls images without any; no tag has a line break. */
const UNTAGGED_CHOICE = "\n";

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
  const [categoryId, setCategoryId] = useQueryState("category");
  const [subset, setSubset] = useQueryState("subset");
  const [splitId, setSplitId] = useQueryState("split");
  const [unannotated, setUnannotated] = useQueryState("unannotated");
  const [tag, setTag] = useQueryState("tag");
  const [untagged, setUntagged] = useQueryState("untagged");
  const [savedName, setSavedName] = useQueryState("name");
  const [name, setName] = useState(savedName ?? "");
  const [fileName] = useDebouncedValue(name, 250);
  const [tileWidth, setTileWidth] = useLocalStorage({ key: "maskyard-tile-width", defaultValue: 220 });

  const state: ImageFilterState = {
    fileName: fileName.trim() || null,
    categoryId,
    unannotated: unannotated !== null,
    splitId: splitId ?? dataset.splits.at(-1)?.id ?? null,
    subset: SUBSETS.find(({ value }) => value === subset)?.value ?? null,
    tag: untagged === null ? tag : UNTAGGED,
  };
  const filter = imageFilterInput(state);
  const { connection, annotationsByImage, error, fetching, loadMore, refetch, restart } = useDatasetImages(
    dataset.id,
    filter,
  );
  const images = useMemo(() => connection?.edges.map(({ node }) => ({ id: node.id, tile: node })) ?? [], [connection]);
  const ids = useMemo(() => images.map(({ id }) => id), [images]);
  const selection = useSelection(ids);

  const clear = () => {
    setName("");
    setSavedName(null);
    setCategoryId(null);
    setSubset(null);
    setUnannotated(null);
    setTag(null);
    setUntagged(null);
  };

  return (
    <div className={classes.tab}>
      <div className={classes.list}>
        <Group className={classes.toolbar ?? ""} gap="xs">
          <TextInput
            aria-label="File name contains"
            placeholder="File name"
            leftSection={<IconSearch size={15} />}
            value={name}
            onChange={(event) => {
              setName(event.currentTarget.value);
              setSavedName(event.currentTarget.value.trim() || null);
            }}
            w={150}
          />
          <Select
            aria-label="Subset"
            placeholder="Any subset"
            data={[...SUBSETS]}
            value={state.subset}
            onChange={(value) => setSubset(value as SubsetName | null)}
            disabled={dataset.splits.length === 0}
            clearable
            w={125}
          />
          {dataset.splits.length > 1 && state.subset ? (
            <Select
              aria-label="Split"
              data={dataset.splits.map(({ id, name: splitName }) => ({ value: id, label: splitName }))}
              value={state.splitId}
              onChange={setSplitId}
              allowDeselect={false}
              w={150}
            />
          ) : null}
          {dataset.tags.length > 0 ? (
            <Select
              aria-label="Tag"
              placeholder="Any tag"
              data={[
                ...dataset.tags.map(({ name: value, imageCount }) => ({ value, label: `${value} (${imageCount})` })),
                { value: UNTAGGED_CHOICE, label: "Without tags" },
              ]}
              value={untagged === null ? tag : UNTAGGED_CHOICE}
              onChange={(value) => {
                setUntagged(value === UNTAGGED_CHOICE ? "1" : null);
                setTag(value === UNTAGGED_CHOICE ? null : value);
              }}
              searchable
              clearable
              w={130}
            />
          ) : null}
          <Switch
            label="Unannotated"
            size="sm"
            checked={state.unannotated}
            onChange={(event) => setUnannotated(event.currentTarget.checked ? "1" : null)}
          />
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
        ) : isFiltered(state) ? (
          <EmptyState
            icon={<IconZoomQuestion size={24} stroke={1.6} />}
            title="No image matches"
            action={
              <Button variant="default" onClick={clear}>
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
      <ClassStatistics dataset={dataset} selectedId={categoryId} onSelect={setCategoryId} />
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
