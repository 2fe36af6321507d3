"use client";

import { useElementSize } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { AnnotationShape } from "../annotation/annotationFragments.ts";
import { useMaskStyle } from "../annotation/useMaskStyle.ts";
import classes from "./ImageGrid.module.css";
import { ImageTile } from "./ImageTile.tsx";
import type { ListedImage } from "./useImagePages.ts";

const GAP_PX = 8;
const ASPECT = 4 / 3;
/** The place stands in the address once scrolling pauses: browsers let it change a few times a second only. */
const PLACE_AFTER_MS = 300;

interface ImageGridProps {
  readonly totalCount: number;
  /** Undefined where its page is not read yet. */
  readonly imageAt: (index: number) => ListedImage | undefined;
  readonly annotationsAt: (index: number) => readonly AnnotationShape[] | undefined;
  readonly hrefOf: (imageId: string) => string;
  /** The image whose row is at the top at first. */
  readonly firstIndex: number;
  /** Wished for; tiles are stretched to fill the row. */
  readonly tileWidth: number;
  readonly categoryId: string | null;
  readonly selectedIds: ReadonlySet<string>;
  readonly onSelect: (index: number, isRange: boolean) => void;
  /** Told the first and last image in sight. */
  readonly onSight: (first: number, last: number) => void;
  /** Told the first image of the topmost row, once scrolling pauses. */
  readonly onPlace: (index: number) => void;
}

/** Tiles in rows, of which only those in sight exist. It can be scrolled anywhere at once; what is not read yet is an empty tile. */
export function ImageGrid(props: ImageGridProps) {
  const { totalCount, imageAt, annotationsAt, hrefOf, firstIndex, tileWidth, categoryId, selectedIds, onSelect } =
    props;
  const { onSight, onPlace } = props;
  const [maskStyle] = useMaskStyle();
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: rowsRef, width } = useElementSize<HTMLDivElement>();

  const inner = Math.max(0, width);
  const columns = Math.max(1, Math.round((inner + GAP_PX) / (tileWidth + GAP_PX)));
  const tile = { width: (inner - GAP_PX * (columns - 1)) / columns, height: 0 };
  tile.height = Math.round(tile.width / ASPECT);
  const rowHeight = tile.height + GAP_PX;
  const rowCount = Math.ceil(totalCount / columns);

  const virtualizer = useVirtualizer({
    count: inner > 0 ? rowCount : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 3,
    paddingEnd: 24,
  });

  // The first image of the topmost row stays there when the tiles change their size.
  const topIndex = useRef(firstIndex);
  useLayoutEffect(() => {
    virtualizer.measure();
    if (inner > 0 && scroller.current) scroller.current.scrollTop = Math.floor(topIndex.current / columns) * rowHeight;
  }, [inner, columns, rowHeight, virtualizer]);

  const rows = virtualizer.getVirtualItems();
  const [firstRow, lastRow] = [rows[0]?.index, rows.at(-1)?.index];
  useEffect(() => {
    if (firstRow !== undefined && lastRow !== undefined) onSight(firstRow * columns, (lastRow + 1) * columns - 1);
  }, [firstRow, lastRow, columns, onSight]);

  const placing = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(placing.current), []);
  const onScroll = () => {
    if (!scroller.current || inner === 0) return;
    const index = Math.round(scroller.current.scrollTop / rowHeight) * columns;
    if (index === topIndex.current) return;
    topIndex.current = index;
    clearTimeout(placing.current);
    placing.current = setTimeout(() => onPlace(index), PLACE_AFTER_MS);
  };

  return (
    <div ref={scroller} className={classes.scroller} onScroll={onScroll}>
      <div ref={rowsRef} className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => (
          <div key={row.key} className={classes.row} style={{ gap: GAP_PX, transform: `translateY(${row.start}px)` }}>
            {Array.from({ length: Math.min(columns, totalCount - row.index * columns) }, (_, column) => {
              const index = row.index * columns + column;
              const image = imageAt(index);
              return image ? (
                <ImageTile
                  key={index}
                  index={index}
                  image={image.tile}
                  href={hrefOf(image.id)}
                  annotations={annotationsAt(index)}
                  width={tile.width}
                  height={tile.height}
                  maskStyle={maskStyle}
                  categoryId={categoryId}
                  selected={selectedIds.has(image.id)}
                  onSelect={onSelect}
                />
              ) : (
                <div key={index} className={classes.unread} style={{ width: tile.width, height: tile.height }} />
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}
