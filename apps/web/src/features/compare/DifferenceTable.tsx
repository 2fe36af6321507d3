import { Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { TableFrame } from "../../shell/TableFrame.tsx";
import classes from "./Compare.module.css";
import type { ComparedRun } from "./comparedRun.ts";
import { RunHeading } from "./RunHeading.tsx";
import { valueDifference } from "./valueDifference.ts";

interface DifferenceTableProps {
  readonly runs: readonly ComparedRun[];
  readonly recordOf: (run: ComparedRun) => Readonly<Record<string, unknown>>;
  readonly labelOf: (key: string) => string;
  readonly format: (value: unknown) => ReactNode;
  readonly onlyDifferent: boolean;
  /** Said where nothing differs. */
  readonly same: string;
}

/** What the runs have under each key, beside one another. A value that is not the first run's stands out. */
export function DifferenceTable({ runs, recordOf, labelOf, format, onlyDifferent, same }: DifferenceTableProps) {
  const rows = valueDifference(runs.map(recordOf));
  const shown = onlyDifferent ? rows.filter(({ differs }) => differs) : rows;
  if (shown.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {same}
      </Text>
    );
  }
  return (
    <TableFrame label="Differences" className={classes.table ?? ""}>
      <Table fz="sm" verticalSpacing={7} className="tabular">
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={classes.fixed ?? ""}>{runs.length} runs</Table.Th>
            {runs.map((run) => (
              <Table.Th key={run.id}>
                <RunHeading run={run} />
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map(({ key, values }) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" fw={400} c="dimmed" className={classes.fixed ?? ""}>
                {labelOf(key)}
              </Table.Th>
              {runs.map((run, index) => (
                <Table.Td
                  key={run.id}
                  className={JSON.stringify(values[index]) === JSON.stringify(values[0]) ? "" : (classes.differs ?? "")}
                >
                  {format(values[index])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}
