import { Group, Progress, Text } from "@mantine/core";
import { formatCount } from "../../format/formatNumber.ts";
import type { RunStatus } from "./RunStatusBadge.tsx";

interface RunProgressProps {
  readonly status: RunStatus;
  readonly step: number;
  readonly totalSteps: number | null;
  readonly width?: number;
}

/** Steps done of how many, as a bar and in words. */
export function RunProgress({ status, step, totalSteps, width = 64 }: RunProgressProps) {
  if (status === "QUEUED" && step === 0) {
    return (
      <Text size="sm" c="dimmed">
        –
      </Text>
    );
  }
  const fraction = totalSteps ? Math.min(1, step / totalSteps) : 0;
  return (
    <Group gap={8} wrap="nowrap">
      <Progress
        value={fraction * 100}
        w={width}
        size={5}
        color={status === "FAILED" ? "red" : status === "SUCCEEDED" ? "teal" : status === "CANCELLED" ? "gray" : "iris"}
        aria-label="Progress"
      />
      <Text size="sm" c="dimmed" className="tabular" style={{ whiteSpace: "nowrap" }}>
        {formatCount(step)}
        {totalSteps ? ` / ${formatCount(totalSteps)}` : ""}
      </Text>
    </Group>
  );
}
