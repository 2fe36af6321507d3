"use client";

import { Loader, Table } from "@mantine/core";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useLayoutEffect, useRef, useState } from "react";
import { columnValues } from "./columnValues.ts";
import { RunRow } from "./RunRow.tsx";
import type { RunNode } from "./runsQuery.ts";
import type { TableColumn } from "./tableColumns.ts";

const ROW_PX = 58;
/** The next page is asked for when so few rows are left below. */
const ROWS_AHEAD = 20;

interface RunRowsProps {
  readonly runs: readonly RunNode[];
  readonly columns: readonly TableColumn[];
  readonly columnCount: number;
  readonly showDataset: boolean;
  readonly now: number;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (id: string, selected: boolean) => void;
  /** Reads the next page; null where there is none, or one is on its way. */
  readonly onMore: (() => void) | null;
  readonly fetching: boolean;
}

/** The rows that are on the screen, of any number; further ones are read as they are scrolled to. */
export function RunRows(props: RunRowsProps) {
  const { runs, columns, columnCount, showDataset, now, selected, onSelect, onMore, fetching } = props;
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const top = bodyRef.current?.getBoundingClientRect().top;
    if (top !== undefined) setOffset(top + window.scrollY);
  }, []);
  const virtualizer = useWindowVirtualizer({
    count: runs.length,
    estimateSize: () => ROW_PX,
    overscan: 12,
    scrollMargin: offset,
    getItemKey: (index) => runs[index]?.id ?? index,
  });
  const items = virtualizer.getVirtualItems();
  const above = (items[0]?.start ?? offset) - offset;
  const below = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? offset) - offset);
  const lastShown = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (!fetching && onMore && lastShown >= runs.length - ROWS_AHEAD) onMore();
  }, [fetching, onMore, lastShown, runs.length]);

  return (
    <Table.Tbody ref={bodyRef}>
      <Gap height={above} columnCount={columnCount} />
      {items.map(({ index }) => {
        const run = runs[index];
        if (!run) return null;
        return (
          <ScrolledRow
            key={run.id}
            index={index}
            measure={virtualizer.measureElement}
            run={run}
            columns={columns}
            selected={selected.has(run.id)}
            onSelect={onSelect}
            showDataset={showDataset}
            now={now}
          />
        );
      })}
      <Gap height={below} columnCount={columnCount} />
      {onMore ? (
        <Table.Tr>
          <Table.Td colSpan={columnCount} ta="center">
            <Loader size="xs" aria-label="Loading more runs" />
          </Table.Td>
        </Table.Tr>
      ) : null}
    </Table.Tbody>
  );
}

interface ScrolledRowProps extends Pick<RunRowsProps, "columns" | "onSelect" | "showDataset" | "now"> {
  readonly run: RunNode;
  readonly selected: boolean;
  readonly index: number;
  readonly measure: (row: HTMLElement | null) => void;
}

/** Scrolling renders the list with every frame; a row that stays as it is is not rendered again. */
const ScrolledRow = memo(function ScrolledRow({ run, columns, onSelect, ...row }: ScrolledRowProps) {
  return (
    <RunRow {...row} run={run} onSelect={(chosen) => onSelect(run.id, chosen)} chosen={columnValues(run, columns)} />
  );
});

/** Stands for the rows that are not on the screen. */
function Gap({ height, columnCount }: { height: number; columnCount: number }) {
  if (height <= 0) return null;
  return (
    <tr>
      <td colSpan={columnCount} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}
