import { Badge, Loader } from "@mantine/core";
import { IconCheck, IconPlayerPause, IconPlayerStop } from "@tabler/icons-react";

export type SweepStatus = "RUNNING" | "PAUSED" | "FINISHED" | "STOPPED";

const LOOKS = {
  RUNNING: { color: "iris", label: "Running", icon: <Loader size={11} color="iris" aria-hidden /> },
  PAUSED: { color: "orange", label: "Paused", icon: <IconPlayerPause size={12} /> },
  FINISHED: { color: "teal", label: "Finished", icon: <IconCheck size={12} /> },
  STOPPED: { color: "gray", label: "Stopped", icon: <IconPlayerStop size={12} /> },
} as const;

export function SweepStatusBadge({ status }: { status: SweepStatus }) {
  const { color, label, icon } = LOOKS[status];
  return (
    <Badge variant="light" color={color} leftSection={icon} tt="none" fw={500} miw="fit-content">
      {label}
    </Badge>
  );
}
