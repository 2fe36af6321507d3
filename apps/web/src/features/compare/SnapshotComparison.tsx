import { Anchor, Table, Text } from "@mantine/core";
import { formatCount } from "../../format/formatNumber.ts";
import { TableFrame } from "../../shell/TableFrame.tsx";
import { PageLink } from "../../url/PageLink.tsx";
import classes from "./Compare.module.css";
import type { ComparedRun } from "./comparedRun.ts";
import { RunHeading } from "./RunHeading.tsx";

/** The snapshots that the runs trained on, each with a way to what became of the data since the first. */
export function SnapshotComparison({ runs }: { runs: readonly ComparedRun[] }) {
  const rows = snapshotsOf(runs);
  const first = rows[0]?.runs[0];
  if (rows.length === 1) {
    return (
      <Text size="sm" c="dimmed">
        {first?.snapshot
          ? `All of these runs trained on snapshot ${first.snapshot.hash.slice(0, 12)} of ${first.dataset?.name}.`
          : "All of these runs were trained elsewhere, on data that Maskyard does not have."}
      </Text>
    );
  }
  return (
    <TableFrame label="Snapshots" className={classes.table ?? ""}>
      <Table fz="sm" verticalSpacing={9} className="tabular">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Snapshot</Table.Th>
            <Table.Th>Dataset</Table.Th>
            <Table.Th ta="right">Images</Table.Th>
            <Table.Th ta="right">Annotations</Table.Th>
            <Table.Th>Difference</Table.Th>
            <Table.Th>Runs</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, snapshot, dataset, runs: members }) => (
            <Table.Tr key={key}>
              <Table.Td>{snapshot ? <code>{snapshot.hash.slice(0, 12)}</code> : "unknown"}</Table.Td>
              <Table.Td>
                {dataset ? <PageLink href={`/datasets/${dataset.id}`}>{dataset.name}</PageLink> : "–"}
              </Table.Td>
              <Table.Td ta="right">{snapshot ? formatCount(snapshot.imageCount) : "–"}</Table.Td>
              <Table.Td ta="right">{snapshot ? formatCount(snapshot.annotationCount) : "–"}</Table.Td>
              <Table.Td>{differenceLink(first, snapshot, dataset)}</Table.Td>
              <Table.Td>
                <div className={classes.runList}>
                  {members.map((run) => (
                    <RunHeading key={run.id} run={run} />
                  ))}
                </div>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

type Snapshot = ComparedRun["snapshot"];

function snapshotsOf(runs: readonly ComparedRun[]) {
  const rows = new Map<
    string,
    { key: string; snapshot: Snapshot; dataset: ComparedRun["dataset"]; runs: ComparedRun[] }
  >();
  for (const run of runs) {
    const key = run.snapshot?.id ?? "";
    const row = rows.get(key);
    if (row) row.runs.push(run);
    else rows.set(key, { key, snapshot: run.snapshot, dataset: run.dataset, runs: [run] });
  }
  return [...rows.values()];
}

function differenceLink(first: ComparedRun | undefined, snapshot: Snapshot, dataset: ComparedRun["dataset"]) {
  if (!first?.snapshot || !snapshot) return "–";
  if (first.snapshot.id === snapshot.id) return "baseline";
  if (first.dataset?.id !== dataset?.id) return "another dataset";
  return (
    <Anchor
      component={PageLink}
      size="sm"
      href={`/datasets/${dataset?.id}?tab=snapshots&from=${first.snapshot.id}&to=${snapshot.id}`}
    >
      Since {first.snapshot.hash.slice(0, 8)}
    </Anchor>
  );
}
