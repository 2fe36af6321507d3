import { Group, Select, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { formatQuantity } from "../../format/formatNumber.ts";
import { useTypedText } from "../../url/useTypedText.ts";
import { SavedViewsMenu } from "../savedView/SavedViewsMenu.tsx";
import { ColumnsMenu } from "./ColumnsMenu.tsx";
import { FilterInput, FilterProblemNote } from "./FilterInput.tsx";
import type { KnownNames } from "./filterChoices.ts";
import { RunsExportMenu } from "./RunsExportMenu.tsx";
import type { FilterProblem } from "./readFilterText.ts";
import { ROW_GROUPINGS } from "./rowGrouping.ts";
import { RUN_ORDERS } from "./runOrders.ts";
import type { RunsView } from "./useRunsView.ts";

const STATUSES = [
  { value: "RUNNING", label: "Running" },
  { value: "QUEUED", label: "Queued" },
  { value: "SUCCEEDED", label: "Succeeded" },
  { value: "FAILED", label: "Failed" },
  { value: "CANCELLED", label: "Cancelled" },
];

interface RunsToolbarProps {
  readonly view: RunsView;
  readonly names: KnownNames;
  readonly problem: FilterProblem | null;
  /** Null until it is read. */
  readonly totalCount: number | null;
}

/** What the table shows: search, filter, order, groups and columns. */
export function RunsToolbar({ view, names, problem, totalCount }: RunsToolbarProps) {
  const { metrics, settings } = names;
  const search = useTypedText(view.search, view.setSearch);
  return (
    <>
      <Group gap={6} mb="md">
        <TextInput
          aria-label="Search runs"
          placeholder="Search runs"
          leftSection={<IconSearch size={15} />}
          value={search.value}
          onChange={(event) => search.onChange(event.currentTarget.value)}
          flex="1 1 110px"
          maw={220}
        />
        <FilterInput value={view.where} onChange={view.setWhere} problem={problem} names={names} />
        <Select
          aria-label="Status"
          placeholder="Any status"
          data={STATUSES}
          value={view.status}
          onChange={view.setStatus}
          clearable
          w={118}
        />
        <Select
          aria-label="Order"
          data={[...RUN_ORDERS]}
          value={view.order}
          placeholder="By a column"
          onChange={view.setOrder}
          allowDeselect={false}
          w={130}
        />
        <Select
          aria-label="Group rows by"
          placeholder="Not grouped"
          data={[
            { group: "Group by", items: [...ROW_GROUPINGS] },
            {
              group: "Settings",
              items: settings.map((key) => ({ value: `setting:${key}`, label: key })),
            },
          ]}
          value={view.grouping ? view.groupBy : null}
          onChange={view.setGroupBy}
          searchable
          clearable
          w={130}
        />
        <Select
          aria-label="Which runs"
          placeholder="Not archived"
          data={[
            { value: "favourites", label: "Favourites" },
            { value: "archived", label: "Archived" },
          ]}
          value={view.shown}
          onChange={view.setShown}
          clearable
          w={130}
        />
        <ColumnsMenu metrics={metrics} settings={settings} chosen={view.columnTexts} onChange={view.setColumns} />
        <SavedViewsMenu page="RUNS" />
        <RunsExportMenu />
        <Text size="sm" c="dimmed" ml="auto" className="tabular" style={{ whiteSpace: "nowrap" }}>
          {totalCount === null ? "" : formatQuantity(totalCount, "run")}
        </Text>
      </Group>
      {problem === null ? null : <FilterProblemNote problem={problem} />}
    </>
  );
}
