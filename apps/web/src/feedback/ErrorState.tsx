import { Button, Center, Stack, Text, ThemeIcon } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";

interface ErrorStateProps {
  readonly title?: string;
  readonly message: string;
  readonly onRetry?: () => void;
  readonly fullHeight?: boolean;
}

/** Something could not be read: what happened and a way to try again. */
export function ErrorState({ title = "This could not be loaded", message, onRetry, fullHeight }: ErrorStateProps) {
  return (
    <Center mih={fullHeight ? "100dvh" : 280} p="xl" role="alert">
      <Stack align="center" gap="sm" maw={440}>
        <ThemeIcon size={44} radius="xl" variant="light" color="red">
          <IconAlertTriangle size={22} stroke={1.7} />
        </ThemeIcon>
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed" ta="center">
          {message}
        </Text>
        {onRetry ? (
          <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={onRetry}>
            Try again
          </Button>
        ) : null}
      </Stack>
    </Center>
  );
}
