"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { useMemo, useState } from "react";
import { useQueryList } from "../../url/useQueryList.ts";
import { useQueryState } from "../../url/useQueryState.ts";
import { columnInput } from "./metricFigure.ts";
import type { RunStatus } from "./RunStatusBadge.tsx";
import { readFilterText } from "./readFilterText.ts";
import { groupingInput } from "./rowGrouping.ts";
import { RUN_ORDERS, type RunOrder } from "./runOrders.ts";
import { columnText, namesAsked, parseColumns, parseSortColumn } from "./tableColumns.ts";

/** The table's view stands in the page's address, so that a link, a bookmark or a saved view keeps it. */
export function useRunsView(datasetId: string | null) {
  const [search, setSearch] = useQueryState("search");
  const [statusText, setStatus] = useQueryState("status");
  const [orderText, setOrder] = useQueryState("order");
  const [columnsText, setColumnsText] = useQueryState("columns");
  const [sortText, setSort] = useQueryState("sort");
  const [where, setWhere] = useQueryState("where");
  const [shown, setShown] = useQueryState("show");
  const [groupBy, setGroupBy] = useQueryState("group");
  const [open, setOpen] = useQueryList("open");
  const [debouncedWhere] = useDebouncedValue(where ?? "", 100);
  const status = STATUSES.find((value) => value === statusText) ?? null;
  const order: RunOrder = RUN_ORDERS.find(({ value }) => value === orderText)?.value ?? "NEWEST";
  const columns = useMemo(() => parseColumns(columnsText), [columnsText]);
  const read = useMemo(() => readFilterText(debouncedWhere), [debouncedWhere]);
  // While a filter is being typed, the last one that could be read stays in force.
  const [lastRead, setLastRead] = useState<string | null>(null);
  if (read.problem === null && read.filter !== lastRead) setLastRead(read.filter);
  const names = namesAsked(columns);
  const filter = {
    datasetId,
    status: status ? [status] : null,
    search: search?.trim() || null,
    filter: read.problem === null ? read.filter : lastRead,
    archived: shown === "archived",
    favourite: shown === "favourites",
  };
  const rows = {
    ...filter,
    order,
    sort: sortText
      ? { column: columnInput(parseSortColumn(sortText.replace(/^-/, ""))), ascending: sortText.startsWith("-") }
      : null,
    lastOf: names.LAST,
    minOf: names.MIN,
    maxOf: names.MAX,
    settings: names.SETTING,
  };
  return {
    search: search ?? "",
    setSearch,
    where: where ?? "",
    setWhere,
    /** What cannot be read of the filter. */
    problem: read.problem,
    status,
    setStatus,
    order: sortText ? null : order,
    setOrder: (value: string | null) => {
      setSort(null);
      setOrder(value === "NEWEST" ? null : value);
    },
    shown,
    setShown,
    sortText,
    setSort,
    columns,
    setColumns: (chosen: readonly string[]) => setColumnsText(chosen.join(",")),
    columnTexts: columns.map(columnText),
    groupBy,
    setGroupBy: (value: string | null) => {
      setOpen([]);
      setGroupBy(value);
    },
    grouping: groupBy === null ? null : groupingInput(groupBy),
    /** Keys of the groups that show their runs. */
    open,
    setOpen,
    filtered: status !== null || (search ?? "").trim() !== "" || debouncedWhere !== "" || shown !== null,
    /** Variables of the query for groups. */
    filter,
    /** Variables of the query for rows. */
    rows,
  };
}

export type RunsView = ReturnType<typeof useRunsView>;

const STATUSES: readonly RunStatus[] = ["RUNNING", "QUEUED", "SUCCEEDED", "FAILED", "CANCELLED"];
