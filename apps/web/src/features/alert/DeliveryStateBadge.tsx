import { Badge } from "@mantine/core";

const LOOKS = {
  DELIVERED: { color: "teal", label: "Delivered" },
  PENDING: { color: "yellow", label: "Pending" },
  GAVE_UP: { color: "red", label: "Gave up" },
} as const;

export function DeliveryStateBadge({ state }: { state: keyof typeof LOOKS }) {
  const { color, label } = LOOKS[state];
  return (
    <Badge size="sm" variant="light" color={color} tt="none">
      {label}
    </Badge>
  );
}
