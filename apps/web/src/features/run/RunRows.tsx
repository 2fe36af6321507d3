"use client";

import { memo, useCallback } from "react";
import { columnValues } from "./columnValues.ts";
import { RunRow } from "./RunRow.tsx";
import type { RunNode } from "./runsQuery.ts";
import type { TableColumn } from "./tableColumns.ts";
import { VirtualRows } from "./VirtualRows.tsx";

const ROW_PX = 58;

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

/** The rows of the table of runs. */
export function RunRows(props: RunRowsProps) {
  const { runs, columns, columnCount, showDataset, now, selected, onSelect, onMore, fetching } = props;
  const keyOf = useCallback((index: number) => runs[index]?.id ?? String(index), [runs]);
  return (
    <VirtualRows
      count={runs.length}
      columnCount={columnCount}
      rowPx={ROW_PX}
      keyOf={keyOf}
      renderRow={(index, measure) => {
        const run = runs[index];
        if (!run) return null;
        return (
          <ScrolledRow
            key={run.id}
            index={index}
            measure={measure}
            run={run}
            columns={columns}
            selected={selected.has(run.id)}
            onSelect={onSelect}
            showDataset={showDataset}
            now={now}
          />
        );
      }}
      onMore={onMore}
      fetching={fetching}
    />
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
