"use client";

import { ActionIcon, Badge, Button, Group, Skeleton, Table, Text, Tooltip } from "@mantine/core";
import { IconDownload, IconPackage } from "@tabler/icons-react";
import { useQuery } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatBytes, formatCount, formatPercentage } from "../../format/formatNumber.ts";
import { formatDateTime, formatRelativeTime } from "../../format/formatTime.ts";
import { readAp } from "../../format/readAp.ts";
import { useNow } from "../../format/useNow.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { TableFrame } from "../../shell/TableFrame.tsx";
import { useQueryState } from "../../url/useQueryState.ts";
import { ModelVersionBadges, modelVersionBadgeFragment } from "../registeredModel/ModelVersionBadges.tsx";
import { RegisterVersionButton } from "../registeredModel/RegisterVersionButton.tsx";
import { useRefetchOnRunEvent } from "../run/useRefetchOnRunEvent.ts";
import type { RunEventListener } from "../run/useRunEvents.ts";
import { PinCheckpointButton } from "./PinCheckpointButton.tsx";

const checkpointsQuery = graphql(
  `
  query RunCheckpoints($id: ID!) {
    run(id: $id) {
      id
      project {
        id
        viewerRole
      }
      checkpoints {
        id
        step
        epoch
        sha256
        bytes
        best
        pinned
        createdAt
        url
        evaluation {
          id
          metrics
        }
        modelVersions {
          id
          ...ModelVersionBadge
        }
      }
    }
  }
`,
  [modelVersionBadgeFragment],
);

const nowrap = { whiteSpace: "nowrap" } as const;

interface CheckpointsTabProps {
  readonly runId: string;
  readonly live: boolean;
  readonly events: (listener: RunEventListener) => () => void;
}

/** The run's saved weights, newest first, each with what it was measured at. */
export function CheckpointsTab({ runId, live, events }: CheckpointsTabProps) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: checkpointsQuery,
    variables: { id: runId },
    requestPolicy: "cache-and-network",
  });
  useRefetchOnRunEvent(events, ["CHECKPOINT", "EVALUATION"], refetch);
  const [, setTab] = useQueryState("tab");
  const [, setEvaluation] = useQueryState("evaluation");
  const now = useNow(30_000);
  const checkpoints = data?.run?.checkpoints;
  const project = data?.run?.project;

  if (!checkpoints) {
    if (error && !fetching) {
      return <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />;
    }
    return <Skeleton h={200} radius="lg" role="status" aria-label="Loading checkpoints" />;
  }
  if (checkpoints.length === 0) {
    return (
      <EmptyState icon={<IconPackage size={24} stroke={1.6} />} title="No checkpoints yet">
        {live
          ? "Weights are saved at the configured interval and after each evaluation."
          : "This run ended before it saved any weights."}
      </EmptyState>
    );
  }
  return (
    <TableFrame label="Checkpoints">
      <Table fz="sm" verticalSpacing={9} className="tabular">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Step</Table.Th>
            <Table.Th>Epoch</Table.Th>
            <Table.Th ta="right">Mask AP</Table.Th>
            <Table.Th ta="right">AP50</Table.Th>
            <Table.Th ta="right">Size</Table.Th>
            <Table.Th>SHA-256</Table.Th>
            <Table.Th>Saved</Table.Th>
            <Table.Th aria-label="Actions" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {[...checkpoints]
            .sort((a, b) => b.step - a.step)
            .map((checkpoint) => {
              const ap = readAp(checkpoint.evaluation?.metrics);
              return (
                <Table.Tr key={checkpoint.id}>
                  <Table.Td>
                    <Group gap="xs" wrap="nowrap">
                      {formatCount(checkpoint.step)}
                      {checkpoint.best ? (
                        <Badge size="sm" variant="light" color="teal" tt="none">
                          Best
                        </Badge>
                      ) : null}
                      <ModelVersionBadges versions={checkpoint.modelVersions} short />
                    </Group>
                  </Table.Td>
                  <Table.Td>{checkpoint.epoch}</Table.Td>
                  <Table.Td ta="right">{formatPercentage(ap.segm.AP)}</Table.Td>
                  <Table.Td ta="right">{formatPercentage(ap.segm.AP50)}</Table.Td>
                  <Table.Td ta="right" style={nowrap}>
                    {formatBytes(checkpoint.bytes)}
                  </Table.Td>
                  <Table.Td>
                    <Tooltip label={checkpoint.sha256}>
                      <Text size="xs" ff="monospace" c="dimmed">
                        {checkpoint.sha256.slice(0, 12)}
                      </Text>
                    </Tooltip>
                  </Table.Td>
                  <Table.Td title={formatDateTime(checkpoint.createdAt)} style={nowrap}>
                    {formatRelativeTime(checkpoint.createdAt, now)}
                  </Table.Td>
                  <Table.Td>
                    <Group gap={4} justify="flex-end" wrap="nowrap">
                      {checkpoint.evaluation ? (
                        <Button
                          size="compact-xs"
                          variant="default"
                          onClick={() => {
                            setEvaluation(checkpoint.evaluation?.id ?? null);
                            setTab("predictions");
                          }}
                        >
                          Predictions
                        </Button>
                      ) : null}
                      {project && project.viewerRole !== "VIEWER" ? (
                        <RegisterVersionButton
                          source={{ checkpointId: checkpoint.id }}
                          projectId={project.id}
                          what={`the weights of step ${checkpoint.step}`}
                        />
                      ) : null}
                      <PinCheckpointButton id={checkpoint.id} step={checkpoint.step} pinned={checkpoint.pinned} />
                      <ActionIcon
                        component="a"
                        href={checkpoint.url}
                        download
                        aria-label={`Download the weights of step ${checkpoint.step}`}
                      >
                        <IconDownload size={16} />
                      </ActionIcon>
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
