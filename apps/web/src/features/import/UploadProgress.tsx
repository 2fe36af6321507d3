"use client";

import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { formatBytes, formatCount } from "../../format/formatNumber.ts";
import { formatDuration } from "../../format/formatTime.ts";
import { type TransferSample, transferPace } from "../../upload/transferPace.ts";
import type { ArchiveSource } from "./archiveSource.ts";

interface UploadProgressProps {
  readonly source: ArchiveSource;
  readonly samples: readonly TransferSample[];
  readonly onCancel: () => void;
}

/** How far an upload is, how fast it goes, and how long it will take. */
export function UploadProgress({ source, samples, onCancel }: UploadProgressProps) {
  const sentBytes = samples.at(-1)?.bytes ?? 0;
  const { bytesPerSecond, leftMs } = transferPace(samples, source.bytes);
  const facts = [
    ...(source.fileCount === null ? [] : [`${formatCount(source.fileCount)} files`]),
    `${formatBytes(sentBytes)} of ${formatBytes(source.bytes)}`,
    ...(bytesPerSecond > 0 ? [`${formatBytes(bytesPerSecond)}/s`] : []),
    ...(leftMs === null || sentBytes >= source.bytes ? [] : [`${formatDuration(leftMs)} left`]),
  ];
  return (
    <Stack gap="sm">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" truncate>
          Uploading {source.name}
        </Text>
        <Text size="sm" c="dimmed" className="tabular" flex="none">
          {facts.join(" · ")}
        </Text>
      </Group>
      <Progress value={(sentBytes / source.bytes) * 100} aria-label="Upload" animated />
      <Group justify="space-between" wrap="nowrap">
        <Text size="xs" c="dimmed">
          If the connection breaks or you close the tab, choose the same files again to resume the upload.
        </Text>
        <Button variant="default" flex="none" onClick={onCancel}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}
