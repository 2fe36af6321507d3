"use client";

import { Badge, Group, Skeleton, Switch, Table, Text } from "@mantine/core";
import { IconBox } from "@tabler/icons-react";
import { useQuery } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatDateTime, formatRelativeTime } from "../../format/formatTime.ts";
import { useNow } from "../../format/useNow.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql, type ResultOf } from "../../graph/graphql.ts";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { TableFrame } from "../../shell/TableFrame.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { PageLink } from "../../url/PageLink.tsx";
import { useQueryState } from "../../url/useQueryState.ts";

const modelsQuery = graphql(`
  query Models($archived: Boolean!) {
    registeredModels(archived: $archived) {
      id
      name
      description
      project {
        id
        name
      }
      latestVersion {
        id
        number
        createdAt
      }
      aliases {
        name
        version {
          id
          number
        }
      }
    }
  }
`);

/** The models that others rely on, by name. */
export function ModelsPage() {
  usePageTitle("Models");
  const [archived, setArchived] = useQueryState("archived");
  const [{ data, error, fetching }, refetch] = useQuery({
    query: modelsQuery,
    variables: { archived: archived !== null },
    requestPolicy: "cache-and-network",
  });
  return (
    <>
      <PageHeader
        title="Models"
        actions={
          <Switch
            label="Archived"
            checked={archived !== null}
            onChange={(event) => setArchived(event.currentTarget.checked ? "1" : null)}
          />
        }
      />
      <div style={{ padding: "8px var(--my-page-inset) 60px" }}>
        {data ? (
          <ModelsTable models={data.registeredModels} archived={archived !== null} />
        ) : error && !fetching ? (
          <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
        ) : (
          <Skeleton h={260} radius="lg" role="status" aria-label="Loading models" />
        )}
      </div>
    </>
  );
}

type Models = ResultOf<typeof modelsQuery>["registeredModels"];

function ModelsTable({ models, archived }: { models: Models; archived: boolean }) {
  const now = useNow(30_000);
  if (models.length === 0) {
    return (
      <EmptyState icon={<IconBox size={24} stroke={1.6} />} title={archived ? "No archived models" : "No models yet"}>
        {archived
          ? "Models that you archive appear here."
          : "On a run's page, register a checkpoint or logged artifacts. They become version 1 of a model, and aliases such as production can point to it."}
      </EmptyState>
    );
  }
  return (
    <TableFrame label="Models">
      <Table fz="sm" verticalSpacing={9} className="tabular">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Newest version</Table.Th>
            <Table.Th>Aliases</Table.Th>
            <Table.Th>Project</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {models.map((model) => (
            <Table.Tr key={model.id}>
              <Table.Td>
                <Text component={PageLink} href={`/models/${model.id}`} fw={500} size="sm">
                  {model.name}
                </Text>
                {model.description === "" ? null : (
                  <Text size="xs" c="dimmed" lineClamp={1}>
                    {model.description}
                  </Text>
                )}
              </Table.Td>
              <Table.Td title={model.latestVersion ? formatDateTime(model.latestVersion.createdAt) : undefined}>
                {model.latestVersion
                  ? `v${model.latestVersion.number}, ${formatRelativeTime(model.latestVersion.createdAt, now)}`
                  : "–"}
              </Table.Td>
              <Table.Td>
                <Group gap={4}>
                  {model.aliases.map((alias) => (
                    <Badge key={alias.name} size="sm" variant="light" tt="none">
                      {alias.name} → v{alias.version.number}
                    </Badge>
                  ))}
                </Group>
              </Table.Td>
              <Table.Td>{model.project.name}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}
