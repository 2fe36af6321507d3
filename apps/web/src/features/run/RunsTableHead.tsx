import { Table, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import rowClasses from "./RunRow.module.css";
import { columnLabel, columnText, nextSort, type SortColumn, sortDirection, type TableColumn } from "./tableColumns.ts";

/** Heads before those of the chosen columns, without the dataset's. */
export const LEAD_COLUMNS = 8;

interface RunsTableHeadProps {
  readonly columns: readonly TableColumn[];
  readonly showDataset: boolean;
  readonly sort: string | null;
  readonly onSort: (sort: string | null) => void;
}

const LOSS: TableColumn = { metric: "loss", figure: "LAST" };

export function RunsTableHead({ columns, showDataset, ...sorting }: RunsTableHeadProps) {
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th aria-label="Selected" />
        <SortableHead {...sorting} column={{ field: "NAME" }} label="Run">
          {" "}
          <SortButton {...sorting} column={{ field: "NUMBER" }} label="#" title="Sort by number" />
        </SortableHead>
        <SortableHead {...sorting} column={{ field: "STATUS" }} label="Status" />
        {showDataset ? <SortableHead {...sorting} column={{ field: "DATASET" }} label="Dataset" /> : null}
        <SortableHead {...sorting} column={{ field: "STEP" }} label="Step" />
        <SortableHead {...sorting} column={LOSS} label="Loss" right />
        <SortableHead
          {...sorting}
          column={{ field: "BEST_VALUE" }}
          label="Best AP"
          title="Sort by the best validation mask AP, in percent"
          right
        />
        <SortableHead {...sorting} column={{ field: "DURATION" }} label="Duration" />
        <SortableHead
          {...sorting}
          column={{ field: "TRAINER" }}
          label="Trainer"
          {...(rowClasses.wideOnly ? { className: rowClasses.wideOnly } : {})}
        />
        {columns.map((column) => (
          <SortableHead {...sorting} key={columnText(column)} column={column} label={columnLabel(column)} right />
        ))}
        <SortableHead {...sorting} column={{ field: "CREATED" }} label="Created" right />
      </Table.Tr>
    </Table.Thead>
  );
}

interface SortableProps extends Pick<RunsTableHeadProps, "sort" | "onSort"> {
  readonly column: SortColumn;
  readonly label: string;
  readonly title?: string;
}

/** A column's head: clicks sort by it, one way, then the other, then not. */
function SortableHead({
  right = false,
  className,
  children,
  ...button
}: SortableProps & { readonly right?: boolean; readonly className?: string; readonly children?: ReactNode }) {
  return (
    <Table.Th
      {...(right ? { ta: "right" as const } : {})}
      {...(className === undefined ? {} : { className })}
      aria-sort={sortDirection(button.sort, button.column) ?? "none"}
    >
      <SortButton {...button} />
      {children}
    </Table.Th>
  );
}

function SortButton({ sort, onSort, column, label, title }: SortableProps) {
  const direction = sortDirection(sort, column);
  return (
    <UnstyledButton
      fz="inherit"
      fw="inherit"
      onClick={() => onSort(nextSort(sort, column))}
      title={title ?? `Sort by ${label}`}
    >
      {label}
      {direction === "descending" ? " ↓" : direction === "ascending" ? " ↑" : ""}
    </UnstyledButton>
  );
}
