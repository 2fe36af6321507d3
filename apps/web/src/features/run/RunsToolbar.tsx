import { Group, Select, Text, TextInput } from "@mantine/core";
import { IconFilter, IconSearch } from "@tabler/icons-react";
import { formatQuantity } from "../../format/formatNumber.ts";
import { settingLabel } from "../configuration/settings.ts";
import { SavedViewsMenu } from "../savedView/SavedViewsMenu.tsx";
import { ColumnsMenu } from "./ColumnsMenu.tsx";
import { RunsExportMenu } from "./RunsExportMenu.tsx";
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
  readonly metrics: readonly string[];
  readonly settings: readonly string[];
  readonly totalCount: number;
}

/** What the table shows: search, filter, order, groups and columns. */
export function RunsToolbar({ view, metrics, settings, totalCount }: RunsToolbarProps) {
  return (
    <Group gap={6} mb="md">
      <TextInput
        aria-label="Search runs"
        placeholder="Search runs"
        leftSection={<IconSearch size={15} />}
        value={view.search}
        onChange={(event) => view.setSearch(event.currentTarget.value)}
        flex="1 1 110px"
        maw={220}
      />
      <TextInput
        aria-label="Filter by metrics and settings"
        placeholder="loss < 0.5"
        leftSection={<IconFilter size={15} />}
        value={view.where}
        onChange={(event) => view.setWhere(event.currentTarget.value)}
        error={view.problem}
        flex="1.4 1 140px"
        maw={320}
      />
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
            items: settings.map((key) => ({ value: `setting:${key}`, label: settingLabel(key) })),
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
        {formatQuantity(totalCount, "run")}
      </Text>
    </Group>
  );
}
