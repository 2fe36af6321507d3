"use client";

import { Table, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Fragment } from "react";
import { useQuery } from "urql";
import { formatMetric, formatQuantity } from "../../format/formatNumber.ts";
import { columnInput } from "./metricFigure.ts";
import rowClasses from "./RunRow.module.css";
import { RunRows } from "./RunRows.tsx";
import classes from "./RunsTable.module.css";
import { openKey } from "./rowGrouping.ts";
import { runGroupsQuery } from "./runsQuery.ts";
import type { RunsView } from "./useRunsView.ts";

interface RunGroupRowsProps {
  readonly view: RunsView;
  readonly grouping: NonNullable<RunsView["grouping"]>;
  /** Of the columns that stand before the chosen ones. */
  readonly leadCount: number;
  readonly showDataset: boolean;
  readonly now: number;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (id: string, selected: boolean) => void;
}

/** Groups of runs, each a row with its count and the mean, least and greatest value of every chosen column; opened it shows its runs. */
export function RunGroupRows({ view, grouping, leadCount, ...row }: RunGroupRowsProps) {
  const [{ data, fetching }] = useQuery({
    query: runGroupsQuery,
    variables: { ...view.filter, by: grouping, columns: view.columns.map(columnInput) },
    requestPolicy: "cache-and-network",
  });
  const groups = data?.runGroups;
  if (!groups) return <Message columns={leadCount + view.columns.length + 1}>Grouping…</Message>;
  if (groups.length === 0) return <Message columns={leadCount + view.columns.length + 1}>No matching runs.</Message>;
  return groups.map(({ key, count, figures }) => {
    const name = openKey(key);
    const isOpen = view.open.includes(name);
    return (
      <Fragment key={name}>
        <Table.Tbody aria-busy={fetching}>
          <Table.Tr className={classes.group ?? ""}>
            <Table.Th colSpan={leadCount - 1} scope="rowgroup" fw={600}>
              <UnstyledButton
                className={classes.groupToggle ?? ""}
                aria-expanded={isOpen}
                onClick={() => view.setOpen(isOpen ? view.open.filter((one) => one !== name) : [...view.open, name])}
              >
                {isOpen ? <IconChevronDown size={15} /> : <IconChevronRight size={15} />}
                <span>{key ?? "none"}</span>
                <Text span size="xs" c="dimmed" fw={400}>
                  {formatQuantity(count, "run")}
                </Text>
              </UnstyledButton>
            </Table.Th>
            {/* The trainer's column, which goes where the table gets narrow. */}
            <Table.Td className={rowClasses.wideOnly ?? ""} />
            {figures.map(({ mean, min, max }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column's place is what it is known by
              <Table.Td key={index} ta="right" className="tabular">
                {mean === null ? (
                  "–"
                ) : (
                  <>
                    {formatMetric(mean)}
                    <Text size="xs" c="dimmed">
                      {formatMetric(min)} to {formatMetric(max)}
                    </Text>
                  </>
                )}
              </Table.Td>
            ))}
            <Table.Td />
          </Table.Tr>
        </Table.Tbody>
        {isOpen ? (
          <RunRows
            variables={{ ...view.rows, memberOf: { by: grouping, key } }}
            columns={view.columns}
            columnCount={leadCount + view.columns.length + 1}
            {...row}
          />
        ) : null}
      </Fragment>
    );
  });
}

function Message({ columns, children }: { columns: number; children: string }) {
  return (
    <Table.Tbody>
      <Table.Tr>
        <Table.Td colSpan={columns} c="dimmed">
          {children}
        </Table.Td>
      </Table.Tr>
    </Table.Tbody>
  );
}
