import { Alert, Button, Code, CopyButton, Group, Stack } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";

interface ShownSecretProps {
  readonly secret: string;
  /** That it is shown this once, and what it is for. */
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/** A secret at the one moment at which it can be seen. */
export function ShownSecret({ secret, children, onClose }: ShownSecretProps) {
  return (
    <Stack>
      <Alert color="yellow" variant="light">
        {children}
      </Alert>
      <Group wrap="nowrap" gap="xs">
        <Code style={{ flex: 1, overflowWrap: "anywhere", padding: "8px 10px" }}>{secret}</Code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
            >
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Group justify="flex-end">
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}
