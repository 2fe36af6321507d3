"use client";

import { Button, Table } from "@mantine/core";
import { memo } from "react";
import { useQuery } from "urql";
import { describeError } from "../../graph/describeError.ts";
import { columnValues } from "./columnValues.ts";
import { LoadingRows, PagedRows, useTellPage } from "./PagedRows.tsx";
import type { PageInSight, PageRead } from "./pages.ts";
import { RunRow } from "./RunRow.tsx";
import { PAGE_ROWS, type RunNode, type RunRowsVariables, runsQuery } from "./runsQuery.ts";
import type { TableColumn } from "./tableColumns.ts";

/** As RunRow.module.css has it. */
const ROW_PX = 58;

interface RunRowsProps {
  /** Which runs, in which order; with it the list is another one. */
  readonly variables: RunRowsVariables;
  readonly columns: readonly TableColumn[];
  readonly columnCount: number;
  readonly showDataset: boolean;
  readonly now: number;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (id: string, selected: boolean) => void;
}

/** The rows of the table of runs, or of one of its groups. */
export function RunRows({ variables, ...row }: RunRowsProps) {
  return (
    <PagedRows
      key={JSON.stringify(variables)}
      pageRows={PAGE_ROWS}
      columnCount={row.columnCount}
      rowPx={ROW_PX}
      renderPage={(page, onRead) => <RunPageRows page={page} onRead={onRead} variables={variables} {...row} />}
    />
  );
}

interface RunPageRowsProps extends RunRowsProps {
  readonly page: PageInSight;
  readonly onRead: (index: number, page: PageRead) => void;
}

function RunPageRows({ page, onRead, variables, columns, columnCount, onSelect, selected, ...row }: RunPageRowsProps) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: runsQuery,
    variables: { ...variables, first: PAGE_ROWS, after: page.after },
    // The first page says what is new; further ones follow from its end.
    requestPolicy: page.index === 0 ? "cache-and-network" : "cache-first",
  });
  const runs = data?.runs;
  const end = runs?.pageInfo.hasNextPage ? runs.pageInfo.endCursor : null;
  useTellPage(page.index, runs ? { count: runs.edges.length, end } : null, onRead);
  const rows = page.to - page.from;
  if (!runs && error && !fetching) {
    return (
      <Table.Tr>
        <Table.Td colSpan={columnCount} ta="center" style={{ height: rows * ROW_PX }} c="red">
          {describeError(error)}{" "}
          <Button size="compact-xs" variant="subtle" onClick={() => refetch({ requestPolicy: "network-only" })}>
            Try again
          </Button>
        </Table.Td>
      </Table.Tr>
    );
  }
  if (!runs) return <LoadingRows rows={rows} rowPx={ROW_PX} columnCount={columnCount} />;
  return runs.edges
    .slice(page.from, page.to)
    .map(({ node }, place) => (
      <ScrolledRow
        key={node.id}
        index={page.firstRow + page.from + place}
        run={node}
        columns={columns}
        selected={selected.has(node.id)}
        onSelect={onSelect}
        {...row}
      />
    ));
}

interface ScrolledRowProps extends Pick<RunRowsProps, "columns" | "onSelect" | "showDataset" | "now"> {
  readonly run: RunNode;
  readonly selected: boolean;
  readonly index: number;
}

/** Scrolling renders the list with every frame; a row that stays as it is is not rendered again. */
const ScrolledRow = memo(function ScrolledRow({ run, columns, onSelect, ...row }: ScrolledRowProps) {
  return (
    <RunRow {...row} run={run} onSelect={(chosen) => onSelect(run.id, chosen)} chosen={columnValues(run, columns)} />
  );
});
