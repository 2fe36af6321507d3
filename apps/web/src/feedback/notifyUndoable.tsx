import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";

/** A message that something was done, with a way to undo it; it stays long enough to think again. `undo` is called once at most. */
export function notifyUndoable(message: string, undo: () => void): void {
  const id = notifications.show({
    color: "teal",
    autoClose: 15_000,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{message}</Text>
        <Button
          variant="default"
          size="compact-sm"
          flex="none"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
