"use client";

import { Button, Table, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "urql";
import { formatMetric, formatQuantity } from "../../format/formatNumber.ts";
import { columnValues } from "./columnValues.ts";
import { columnInput } from "./metricFigure.ts";
import rowClasses from "./RunRow.module.css";
import { RunRow } from "./RunRow.tsx";
import classes from "./RunsTable.module.css";
import { openKey } from "./rowGrouping.ts";
import { runGroupsQuery } from "./runsQuery.ts";
import { useRunPages } from "./useRunPages.ts";
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

const PAGE_ROWS = 25;

/** Groups of runs, each a row with its count and the mean, least and greatest value of every chosen column; opened it shows its runs. */
export function RunGroupRows({ view, grouping, leadCount, ...row }: RunGroupRowsProps) {
  const [{ data, fetching }] = useQuery({
    query: runGroupsQuery,
    variables: { ...view.filter, by: grouping, columns: view.columns.map(columnInput) },
    requestPolicy: "cache-and-network",
  });
  const groups = data?.runGroups;
  if (!groups) return <Message columns={leadCount + view.columns.length + 1}>Grouping…</Message>;
  if (groups.length === 0) return <Message columns={leadCount + view.columns.length + 1}>No run matches.</Message>;
  return groups.map(({ key, count, figures }) => {
    const name = openKey(key);
    const isOpen = view.open.includes(name);
    return (
      <Table.Tbody key={name} aria-busy={fetching}>
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
        {isOpen ? (
          <Members
            view={view}
            by={grouping}
            groupKey={key}
            columnCount={leadCount + view.columns.length + 1}
            {...row}
          />
        ) : null}
      </Table.Tbody>
    );
  });
}

interface MembersProps extends Omit<RunGroupRowsProps, "grouping" | "leadCount"> {
  readonly by: NonNullable<RunsView["grouping"]>;
  readonly groupKey: string | null;
  readonly columnCount: number;
}

function Members({ view, by, groupKey, columnCount, showDataset, now, selected, onSelect }: MembersProps) {
  const { runs, more, fetching } = useRunPages(view, PAGE_ROWS, { by, key: groupKey });
  return (
    <>
      {runs?.edges.map(({ node }) => (
        <RunRow
          key={node.id}
          run={node}
          selected={selected.has(node.id)}
          onSelect={(chosen) => onSelect(node.id, chosen)}
          showDataset={showDataset}
          now={now}
          chosen={columnValues(node, view.columns)}
        />
      ))}
      {more || !runs ? (
        <Table.Tr>
          <Table.Td colSpan={columnCount}>
            <Button variant="subtle" size="compact-sm" fullWidth loading={fetching} onClick={() => more?.()}>
              Show more of this group
            </Button>
          </Table.Td>
        </Table.Tr>
      ) : null}
    </>
  );
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
