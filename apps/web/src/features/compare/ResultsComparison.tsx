import { Paper, Table, Title } from "@mantine/core";
import { formatCount, formatMetric, formatPercentage } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { readAp } from "../evaluation/readAp.ts";
import { RunDuration } from "../run/RunDuration.tsx";
import { RunStatusBadge } from "../run/RunStatusBadge.tsx";
import classes from "./Compare.module.css";
import { RunHeading } from "./RunHeading.tsx";

export const comparedResultsFragment = graphql(`
  fragment ComparedResults on Run {
    id
    name
    status
    step
    bestValue
    startedAt
    finishedAt
    lossSeries: series(names: ["loss"], points: 1) {
      name
      lastValue
      minValue
    }
    evaluations {
      id
      step
      metrics
    }
  }
`);

/** What each run reached: its best evaluation and its loss. */
export function ResultsComparison({
  runs: references,
}: {
  runs: readonly FragmentOf<typeof comparedResultsFragment>[];
}) {
  const runs = readFragment(comparedResultsFragment, references);
  return (
    <section className={classes.section}>
      <Title order={2} mb="sm">
        Results
      </Title>
      <Paper radius="lg" className={classes.table ?? ""}>
        <Table fz="sm" verticalSpacing={9} className="tabular">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Run</Table.Th>
              <Table.Th>Status</Table.Th>
              <Table.Th ta="right">Steps</Table.Th>
              <Table.Th ta="right">Last loss</Table.Th>
              <Table.Th ta="right">Least loss</Table.Th>
              <Table.Th ta="right">Best mask AP</Table.Th>
              <Table.Th ta="right">AP50</Table.Th>
              <Table.Th ta="right">Box AP</Table.Th>
              <Table.Th>Duration</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {runs.map((run, i) => {
              const best = run.evaluations
                .map(({ metrics }) => readAp(metrics))
                .sort((a, b) => (b.segm.AP ?? -1) - (a.segm.AP ?? -1))[0];
              const loss = run.lossSeries[0];
              return (
                <Table.Tr key={run.id}>
                  <Table.Td>
                    <RunHeading run={run} index={i} />
                  </Table.Td>
                  <Table.Td>
                    <RunStatusBadge status={run.status} />
                  </Table.Td>
                  <Table.Td ta="right">{formatCount(run.step)}</Table.Td>
                  <Table.Td ta="right">{formatMetric(loss?.lastValue)}</Table.Td>
                  <Table.Td ta="right">{formatMetric(loss?.minValue)}</Table.Td>
                  <Table.Td ta="right" fw={600}>
                    {formatPercentage(run.bestValue)}
                  </Table.Td>
                  <Table.Td ta="right">{formatPercentage(best?.segm.AP50)}</Table.Td>
                  <Table.Td ta="right">{formatPercentage(best?.bbox.AP)}</Table.Td>
                  <Table.Td>
                    <RunDuration startedAt={run.startedAt} finishedAt={run.finishedAt} />
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Paper>
    </section>
  );
}
