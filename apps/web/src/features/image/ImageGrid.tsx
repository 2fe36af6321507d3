"use client";

import { Loader } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { FragmentOf } from "../../graph/graphql.ts";
import type { AnnotationShape } from "../annotation/annotationFragments.ts";
import { useMaskStyle } from "../annotation/useMaskStyle.ts";
import classes from "./ImageGrid.module.css";
import { ImageTile, type imageTileFragment } from "./ImageTile.tsx";

const GAP_PX = 8;
const ASPECT = 4 / 3;

/** Where each grid was scrolled to, so that coming back from an image finds the same place. */
const scrollPositions = new Map<string, number>();

interface ImageGridProps {
  readonly images: readonly { readonly id: string; readonly tile: FragmentOf<typeof imageTileFragment> }[];
  readonly annotationsByImage: ReadonlyMap<string, readonly AnnotationShape[]>;
  readonly datasetId: string;
  /** Names this list, filter included; scroll positions are kept by it. */
  readonly listKey: string;
  /** Wished for; tiles are stretched to fill the row. */
  readonly tileWidth: number;
  readonly categoryId: string | null;
  readonly selectedIds: ReadonlySet<string>;
  readonly onSelect: (id: string, isRange: boolean) => void;
  readonly loading: boolean;
  readonly onEndReached: () => void;
}

/** Tiles in rows, of which only those in sight exist; the next page is asked for before its end is reached. */
export function ImageGrid(props: ImageGridProps) {
  const { images, annotationsByImage, datasetId, listKey, tileWidth, categoryId, loading, onEndReached } = props;
  const { selectedIds, onSelect } = props;
  const [maskStyle] = useMaskStyle();
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: rowsRef, width } = useElementSize<HTMLDivElement>();

  const inner = Math.max(0, width);
  const columns = Math.max(1, Math.round((inner + GAP_PX) / (tileWidth + GAP_PX)));
  const tile = { width: (inner - GAP_PX * (columns - 1)) / columns, height: 0 };
  tile.height = Math.round(tile.width / ASPECT);
  const rowCount = Math.ceil(images.length / columns);

  const virtualizer = useVirtualizer({
    count: inner > 0 ? rowCount : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => tile.height + GAP_PX,
    overscan: 3,
    initialOffset: scrollPositions.get(listKey) ?? 0,
    paddingEnd: 24,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows change their height with the tiles
  useEffect(() => virtualizer.measure(), [tile.height, virtualizer]);

  const rows = virtualizer.getVirtualItems();
  const lastRow = rows.at(-1)?.index ?? -1;
  useEffect(() => {
    if (rowCount > 0 && lastRow >= rowCount - 4) onEndReached();
  }, [lastRow, rowCount, onEndReached]);

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      onScroll={(event) => scrollPositions.set(listKey, event.currentTarget.scrollTop)}
    >
      <div ref={rowsRef} className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => (
          <div key={row.key} className={classes.row} style={{ gap: GAP_PX, transform: `translateY(${row.start}px)` }}>
            {images.slice(row.index * columns, (row.index + 1) * columns).map((image) => (
              <ImageTile
                key={image.id}
                image={image.tile}
                annotations={annotationsByImage.get(image.id)}
                datasetId={datasetId}
                width={tile.width}
                height={tile.height}
                maskStyle={maskStyle}
                categoryId={categoryId}
                selected={selectedIds.has(image.id)}
                onSelect={onSelect}
              />
            ))}
          </div>
        ))}
      </div>
      {loading ? (
        <div className={classes.more} role="status" aria-label="Loading more images">
          <Loader size="sm" type="dots" />
        </div>
      ) : null}
    </div>
  );
}
