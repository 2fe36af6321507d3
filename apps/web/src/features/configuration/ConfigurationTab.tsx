"use client";

import { Code, Paper, ScrollArea, SimpleGrid, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { formatQuantity } from "../../format/formatNumber.ts";
import { formatDateTime } from "../../format/formatTime.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { PageLink } from "../../url/PageLink.tsx";
import { type Configuration, flattenSettings, formatSetting, groupsOf, settingLabel, wordsOf } from "./settings.ts";

export const configurationTabFragment = graphql(`
  fragment ConfigurationTab on Run {
    seed
    recipe
    preset
    configuration
    configurationVersion
    provenance
    localDifference
    inputs
    initialWeightsName
    initialModelVersion {
      id
      number
      model {
        id
        name
      }
    }
    createdAt
    createdBy {
      id
      name
    }
    snapshot {
      id
      hash
      imageCount
      annotationCount
      createdAt
      split {
        id
        name
      }
    }
  }
`);

/** What MLflow's clients say that a run read. */
interface LoggedInputs {
  readonly datasets?: readonly {
    readonly tags: readonly { readonly value: string }[];
    readonly dataset: { readonly name: string; readonly digest: string; readonly source_type: string };
  }[];
}

/** What the run was made of: its settings, its data and what trained it. */
export function ConfigurationTab({ run: reference }: { run: FragmentOf<typeof configurationTabFragment> }) {
  const run = readFragment(configurationTabFragment, reference);
  const configuration = flattenSettings((run.configuration ?? {}) as Configuration);
  const inputs = (run.inputs as LoggedInputs).datasets ?? [];
  const provenance = (run.provenance ?? {}) as Readonly<Record<string, unknown>>;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" maw={1100}>
      {groupsOf(configuration).map((group) => (
        <Panel key={group.title} title={group.title}>
          {group.keys.map((key) => (
            <Row key={key} name={settingLabel(key)} value={formatSetting(configuration[key]) || "–"} />
          ))}
        </Panel>
      ))}
      {run.snapshot ? (
        <Panel title="Data">
          <Row name="Snapshot" value={run.snapshot.hash.slice(0, 16)} mono title={run.snapshot.hash} />
          <Row
            name="Content"
            value={`${formatQuantity(run.snapshot.imageCount, "image")}, ${formatQuantity(run.snapshot.annotationCount, "annotation")}`}
          />
          <Row name="Split" value={run.snapshot.split?.name ?? "–"} />
          <Row name="Initial weights" value={run.initialWeightsName ?? "random"} />
          {run.initialModelVersion ? (
            <Row
              name="Initial model"
              value={
                <PageLink href={`/models/${run.initialModelVersion.model.id}`}>
                  {run.initialModelVersion.model.name} v{run.initialModelVersion.number}
                </PageLink>
              }
            />
          ) : null}
        </Panel>
      ) : null}
      {inputs.length > 0 ? (
        <Panel title="Inputs">
          {inputs.map(({ dataset, tags }) => (
            <Row
              key={`${dataset.name} ${dataset.digest}`}
              name={dataset.name}
              value={[dataset.digest, ...tags.map(({ value }) => value)].join(", ")}
              title={dataset.source_type}
            />
          ))}
        </Panel>
      ) : null}
      <Panel title="Provenance">
        <Row name="Launched by" value={run.createdBy?.name ?? "–"} />
        <Row name="Launched" value={formatDateTime(run.createdAt)} />
        {run.snapshot ? <Row name="Settings version" value={String(run.configurationVersion)} /> : null}
        {Object.entries(provenance).map(([key, value]) => (
          <Row key={key} name={wordsOf(key)} value={formatSetting(value) || "–"} mono={typeof value === "object"} />
        ))}
      </Panel>
      {run.localDifference ? (
        <Panel title="Code changed since the commit">
          <Table.Tr>
            <Table.Td>
              <ScrollArea.Autosize mah={400}>
                <Code block fz="xs">
                  {run.localDifference}
                </Code>
              </ScrollArea.Autosize>
            </Table.Td>
          </Table.Tr>
        </Panel>
      ) : null}
    </SimpleGrid>
  );
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper radius="lg" p="md" bg="var(--my-surface-raised)">
      <Text size="sm" fw={600} mb={4} component="h3">
        {title}
      </Text>
      <Table layout="fixed" fz="sm" verticalSpacing={5} horizontalSpacing={0} withRowBorders={false}>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Paper>
  );
}

function Row({ name, value, mono = false, title }: { name: string; value: ReactNode; mono?: boolean; title?: string }) {
  return (
    <Table.Tr title={title}>
      <Table.Td c="dimmed" w="45%" valign="top">
        {name}
      </Table.Td>
      <Table.Td
        className="tabular"
        ff={mono ? "monospace" : "text"}
        fz={mono ? "xs" : "sm"}
        style={{ overflowWrap: "anywhere" }}
      >
        {value}
      </Table.Td>
    </Table.Tr>
  );
}
