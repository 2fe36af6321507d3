import { Center, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface EmptyStateProps {
  readonly icon: ReactNode;
  readonly title: string;
  /** The page's own heading, where nothing else is on it. */
  readonly isWholePage?: boolean;
  readonly children: ReactNode;
  /** The buttons that end the emptiness. */
  readonly action?: ReactNode;
}

/** Nothing is here yet: what belongs here and what to do for it. */
export function EmptyState({ icon, title, isWholePage = false, children, action }: EmptyStateProps) {
  return (
    <Center mih={300} p="xl">
      <Stack align="center" gap="sm" maw={440}>
        <ThemeIcon size={48} radius="xl" variant="light" color="gray">
          {icon}
        </ThemeIcon>
        <Title order={isWholePage ? 1 : 3} fz="md">
          {title}
        </Title>
        <Text size="sm" c="dimmed" ta="center">
          {children}
        </Text>
        {action}
      </Stack>
    </Center>
  );
}
