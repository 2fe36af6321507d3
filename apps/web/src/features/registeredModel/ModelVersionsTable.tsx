"use client";

import { ActionIcon, Badge, Group, Table, Text, Tooltip } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { formatBytes, formatCount, formatPercentage, formatQuantity } from "../../format/formatNumber.ts";
import { formatDateTime, formatRelativeTime } from "../../format/formatTime.ts";
import { readAp } from "../../format/readAp.ts";
import { useNow } from "../../format/useNow.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { TableFrame } from "../../shell/TableFrame.tsx";
import { PageLink } from "../../url/PageLink.tsx";
import { ModelVersionMenu } from "./ModelVersionMenu.tsx";

export const modelVersionRowFragment = graphql(`
  fragment ModelVersionRow on ModelVersion {
    id
    number
    aliases
    tags
    notes
    archived
    sha256
    bytes
    createdAt
    url
    createdBy {
      id
      name
    }
    attributes
    artifactPath
    run {
      id
      number
      name
      snapshot {
        id
        hash
        imageCount
        dataset {
          id
          name
        }
      }
    }
    checkpoint {
      id
      step
      evaluation {
        id
        metrics
      }
    }
  }
`);

interface ModelVersionsTableProps {
  readonly modelName: string;
  readonly versions: readonly FragmentOf<typeof modelVersionRowFragment>[];
  readonly role: "VIEWER" | "EDITOR" | "OWNER";
  readonly onDeleted: () => void;
}

/** The versions, newest first, each with the run, the snapshot and the dataset it comes from. */
export function ModelVersionsTable({ modelName, versions, role, onDeleted }: ModelVersionsTableProps) {
  const now = useNow(30_000);
  if (versions.length === 0) {
    return (
      <EmptyState icon={null} title="No versions yet">
        To add a version, register a checkpoint or artifacts under this name on a run's page.
      </EmptyState>
    );
  }
  return (
    <TableFrame label="Versions">
      <Table fz="sm" verticalSpacing={9} className="tabular">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Version</Table.Th>
            <Table.Th>Run</Table.Th>
            <Table.Th>Source</Table.Th>
            <Table.Th>On</Table.Th>
            <Table.Th ta="right">Mask AP</Table.Th>
            <Table.Th ta="right">Size</Table.Th>
            <Table.Th>Registered</Table.Th>
            <Table.Th aria-label="Actions" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {readFragment(modelVersionRowFragment, versions).map((version) => {
            const { run, checkpoint } = version;
            const attributes = Object.entries(version.attributes as Record<string, string>);
            return (
              <Table.Tr key={version.id} opacity={version.archived ? 0.6 : 1}>
                <Table.Td>
                  <Group gap={6}>
                    <Text fw={600} size="sm">
                      v{version.number}
                    </Text>
                    {version.aliases.map((alias) => (
                      <Badge key={alias} size="sm" variant="light" tt="none">
                        {alias}
                      </Badge>
                    ))}
                    {[...version.tags, ...(version.archived ? ["archived"] : [])].map((tag) => (
                      <Badge key={tag} size="sm" variant="default" tt="none">
                        {tag}
                      </Badge>
                    ))}
                  </Group>
                  {attributes.length === 0 ? null : (
                    <Text size="xs" c="dimmed" maw={320} lineClamp={1} title={attributes.map(pairText).join("\n")}>
                      {attributes.map(pairText).join(", ")}
                    </Text>
                  )}
                  {version.notes === "" ? null : (
                    <Text size="xs" c="dimmed" maw={320} lineClamp={2} title={version.notes}>
                      {version.notes}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>
                  <PageLink href={`/runs/${run.id}`}>
                    #{run.number} {run.name}
                  </PageLink>
                </Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>
                  {checkpoint ? `step ${formatCount(checkpoint.step)}` : <code>{version.artifactPath}</code>}
                </Table.Td>
                <Table.Td>
                  {run.snapshot ? (
                    <>
                      <PageLink href={`/datasets/${run.snapshot.dataset.id}?tab=snapshots&from=${run.snapshot.id}`}>
                        {run.snapshot.dataset.name}
                      </PageLink>
                      <Text
                        size="xs"
                        c="dimmed"
                        style={{ whiteSpace: "nowrap" }}
                        title={`Snapshot ${run.snapshot.hash}`}
                      >
                        <code>{run.snapshot.hash.slice(0, 12)}</code>,{" "}
                        {formatQuantity(run.snapshot.imageCount, "image")}
                      </Text>
                    </>
                  ) : (
                    "–"
                  )}
                </Table.Td>
                <Table.Td ta="right">{formatPercentage(readAp(checkpoint?.evaluation?.metrics).segm.AP)}</Table.Td>
                <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
                  <Tooltip label={`SHA-256 ${version.sha256}`}>
                    <span>{formatBytes(version.bytes)}</span>
                  </Tooltip>
                </Table.Td>
                <Table.Td title={formatDateTime(version.createdAt)}>
                  {formatRelativeTime(version.createdAt, now)}
                  {version.createdBy ? ` by ${version.createdBy.name}` : ""}
                </Table.Td>
                <Table.Td>
                  <Group gap={4} justify="flex-end" wrap="nowrap">
                    <ActionIcon
                      component="a"
                      href={version.url}
                      download
                      aria-label={`Download version ${version.number}`}
                    >
                      <IconDownload size={16} />
                    </ActionIcon>
                    {role === "VIEWER" ? null : (
                      <ModelVersionMenu
                        modelName={modelName}
                        version={version}
                        mayDelete={role === "OWNER"}
                        onDeleted={onDeleted}
                      />
                    )}
                  </Group>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

function pairText([key, value]: [string, string]): string {
  return `${key} = ${value}`;
}
