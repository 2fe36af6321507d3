import { Table, UnstyledButton } from "@mantine/core";
import rowClasses from "./RunRow.module.css";
import { columnLabel, columnText, type TableColumn } from "./tableColumns.ts";

/** Heads before those of the chosen columns, without the dataset's. */
export const LEAD_COLUMNS = 8;

interface RunsTableHeadProps {
  readonly columns: readonly TableColumn[];
  readonly showDataset: boolean;
  readonly sort: string | null;
  readonly onSort: (sort: string | null) => void;
}

export function RunsTableHead({ columns, showDataset, sort, onSort }: RunsTableHeadProps) {
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th aria-label="Selected" />
        <Table.Th>Run</Table.Th>
        <Table.Th>Status</Table.Th>
        {showDataset ? <Table.Th>Dataset</Table.Th> : null}
        <Table.Th>Step</Table.Th>
        <Table.Th ta="right">Loss</Table.Th>
        <Table.Th ta="right" title="Best validation mask AP, in hundredths">
          Best AP
        </Table.Th>
        <Table.Th>Duration</Table.Th>
        <Table.Th className={rowClasses.wideOnly ?? ""}>Trainer</Table.Th>
        {columns.map((column) => (
          <SortableHead key={columnText(column)} column={column} sort={sort} onSort={onSort} />
        ))}
        <Table.Th ta="right">Created</Table.Th>
      </Table.Tr>
    </Table.Thead>
  );
}

/** A chosen column's head: a click sorts by it, highest first, the next one lowest first, the third takes the sorting away. */
function SortableHead({
  column,
  sort,
  onSort,
}: {
  column: TableColumn;
  sort: string | null;
  onSort: (sort: string | null) => void;
}) {
  const text = columnText(column);
  const direction = sort === text ? "descending" : sort === `-${text}` ? "ascending" : undefined;
  const next = direction === undefined ? text : direction === "descending" ? `-${text}` : null;
  return (
    <Table.Th ta="right" aria-sort={direction ?? "none"}>
      <UnstyledButton fz="inherit" fw="inherit" onClick={() => onSort(next)} title={`Sort by ${columnLabel(column)}`}>
        {columnLabel(column)}
        {direction === "descending" ? " ↓" : direction === "ascending" ? " ↑" : ""}
      </UnstyledButton>
    </Table.Th>
  );
}
