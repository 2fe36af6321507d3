"use client";

import { Group, Paper, Switch, Table, Text, Title } from "@mantine/core";
import { useState } from "react";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { type Configuration, formatSetting, settingLabel } from "../configuration/settings.ts";
import classes from "./Compare.module.css";
import { configurationDifference } from "./configurationDifference.ts";
import { RunHeading } from "./RunHeading.tsx";

export const comparedConfigurationFragment = graphql(`
  fragment ComparedConfiguration on Run {
    id
    name
    recipe
    preset
    seed
    configuration
  }
`);

/** The runs' settings beside one another; by default only those that differ. */
export function ConfigurationComparison({
  runs: references,
}: {
  runs: readonly FragmentOf<typeof comparedConfigurationFragment>[];
}) {
  const runs = readFragment(comparedConfigurationFragment, references);
  const [onlyDifferent, setOnlyDifferent] = useState(true);
  const rows = configurationDifference(
    runs.map(({ recipe, preset, seed, configuration }) => ({
      recipe,
      preset,
      seed,
      ...(configuration as Configuration),
    })),
  );
  const shown = onlyDifferent ? rows.filter(({ differs }) => differs) : rows;
  return (
    <section className={classes.section}>
      <Group justify="space-between" mb="sm">
        <Title order={2}>Configuration</Title>
        <Switch
          size="sm"
          label="Only what differs"
          checked={onlyDifferent}
          onChange={(event) => setOnlyDifferent(event.currentTarget.checked)}
        />
      </Group>
      {shown.length === 0 ? (
        <Text size="sm" c="dimmed">
          These runs have the same configuration, seed included.
        </Text>
      ) : (
        <Paper radius="lg" className={classes.table ?? ""}>
          <Table fz="sm" verticalSpacing={7} className="tabular">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Setting</Table.Th>
                {runs.map((run, i) => (
                  <Table.Th key={run.id}>
                    <RunHeading run={run} index={i} />
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map(({ key, values, differs }) => (
                <Table.Tr key={key} className={differs && !onlyDifferent ? (classes.differs ?? "") : ""}>
                  <Table.Td c="dimmed">{settingLabel(key)}</Table.Td>
                  {runs.map((run, i) => (
                    <Table.Td key={run.id}>{formatSetting(values[i])}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Paper>
      )}
    </section>
  );
}
