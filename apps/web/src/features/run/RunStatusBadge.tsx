import { Badge, Loader } from "@mantine/core";
import { IconCheck, IconClock, IconPlayerStop, IconX } from "@tabler/icons-react";

export type RunStatus = "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";

const LOOKS = {
  QUEUED: { color: "gray", label: "Queued", icon: <IconClock size={12} /> },
  RUNNING: { color: "iris", label: "Running", icon: <Loader size={11} color="iris" aria-hidden /> },
  SUCCEEDED: { color: "teal", label: "Succeeded", icon: <IconCheck size={12} /> },
  FAILED: { color: "red", label: "Failed", icon: <IconX size={12} /> },
  CANCELLED: { color: "gray", label: "Cancelled", icon: <IconPlayerStop size={12} /> },
} as const;

export function RunStatusBadge({ status, cancelRequested = false }: { status: RunStatus; cancelRequested?: boolean }) {
  const { color, label, icon } = LOOKS[status];
  const cancelling = cancelRequested && (status === "RUNNING" || status === "QUEUED");
  return (
    <Badge
      variant="light"
      color={cancelling ? "orange" : color}
      leftSection={icon}
      tt="none"
      fw={500}
      miw="fit-content"
    >
      {cancelling ? "Cancelling" : label}
    </Badge>
  );
}

/** Whether a run can still change by itself. */
export function isLive(status: RunStatus): boolean {
  return status === "QUEUED" || status === "RUNNING";
}
