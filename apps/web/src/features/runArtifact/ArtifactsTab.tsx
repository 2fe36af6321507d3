"use client";

import { ActionIcon, Group, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { IconDownload, IconFiles } from "@tabler/icons-react";
import { useQuery } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatBytes } from "../../format/formatNumber.ts";
import { formatDateTime } from "../../format/formatTime.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql, type ResultOf } from "../../graph/graphql.ts";
import { TableFrame } from "../../shell/TableFrame.tsx";
import { LoggedModels, loggedModelFragment } from "../loggedModel/LoggedModels.tsx";
import { RegisterArtifacts } from "./RegisterArtifacts.tsx";

const artifactsQuery = graphql(
  `
    query RunArtifacts($id: ID!) {
      run(id: $id) {
        id
        project {
          id
          viewerRole
        }
        loggedModels {
          id
          ...LoggedModelRow
        }
        artifacts {
          id
          path
          bytes
          createdAt
          url
        }
      }
    }
  `,
  [loggedModelFragment],
);

/** The models and files that a program logged beside its run; they are saved, never opened here. */
export function ArtifactsTab({ runId }: { runId: string }) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: artifactsQuery,
    variables: { id: runId },
    requestPolicy: "cache-and-network",
  });
  const run = data?.run;
  if (!run) {
    return error && !fetching ? (
      <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
    ) : (
      <Skeleton h={200} radius="lg" role="status" aria-label="Loading artifacts" />
    );
  }
  const { artifacts, loggedModels, project } = run;
  if (artifacts.length === 0 && loggedModels.length === 0) {
    return (
      <EmptyState icon={<IconFiles size={24} stroke={1.6} />} title="No artifacts">
        Files that the program logs with mlflow.log_artifact, log_artifacts or log_model appear here.
      </EmptyState>
    );
  }
  return (
    <Stack gap="xl">
      <LoggedModels runId={runId} project={project} models={loggedModels} />
      <section>
        <Group justify="space-between" mb="sm">
          <Title order={2}>Files</Title>
          {project.viewerRole === "VIEWER" ? null : (
            <RegisterArtifacts runId={runId} projectId={project.id} paths={artifacts.map(({ path }) => path)} />
          )}
        </Group>
        <ArtifactsTable artifacts={artifacts} />
      </section>
    </Stack>
  );
}

type Artifacts = NonNullable<ResultOf<typeof artifactsQuery>["run"]>["artifacts"];

function ArtifactsTable({ artifacts }: { artifacts: Artifacts }) {
  return (
    <TableFrame label="Artifacts">
      <Table fz="sm" verticalSpacing={7} className="tabular">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Path</Table.Th>
            <Table.Th ta="right">Size</Table.Th>
            <Table.Th>Logged</Table.Th>
            <Table.Th aria-label="Actions" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {artifacts.map(({ id, path, bytes, createdAt, url }) => {
            const name = path.slice(path.lastIndexOf("/") + 1);
            return (
              <Table.Tr key={id}>
                <Table.Td style={{ overflowWrap: "anywhere" }}>
                  <Text span size="sm" c="dimmed">
                    {path.slice(0, path.length - name.length)}
                  </Text>
                  {name}
                </Table.Td>
                <Table.Td ta="right">{formatBytes(bytes)}</Table.Td>
                <Table.Td>{formatDateTime(createdAt)}</Table.Td>
                <Table.Td ta="right">
                  <ActionIcon component="a" href={url} download aria-label={`Download ${path}`}>
                    <IconDownload size={16} />
                  </ActionIcon>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}
