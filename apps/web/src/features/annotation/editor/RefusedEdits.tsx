import { Button, Group, Popover, Stack, Text, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import type { ImageEditor } from "../editing/useImageEditing.ts";

/** The edits that the server did not take, with its reason: each can be made again on what is there now, or let go. */
export function RefusedEdits({ editor, children }: { readonly editor: ImageEditor; readonly children: ReactNode }) {
  return (
    <Popover position="bottom-end" shadow="md" width={320} withinPortal trapFocus>
      <Popover.Target>
        <UnstyledButton>{children}</UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          {editor.refused.map(({ edit, message }) => (
            <div key={edit.key}>
              <Text size="sm" fw={500}>
                {edit.way === "undo" ? `Undoing a ${edit.label}` : `A ${edit.label}`}
              </Text>
              <Text size="xs" c="dimmed">
                {message}
              </Text>
              <Group gap={6} mt={4}>
                <Button size="compact-xs" variant="default" onClick={() => editor.makeAgain(edit.key)}>
                  Make it again
                </Button>
                <Button size="compact-xs" variant="subtle" color="gray" onClick={() => editor.dismiss(edit.key)}>
                  Let it go
                </Button>
              </Group>
            </div>
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
