"use client";

import { Divider, Paper, Text, Title } from "@mantine/core";
import { useViewer } from "../session/SessionContext.ts";
import { PasswordForm } from "./PasswordForm.tsx";

/** Who is signed in, and the password. */
export function AccountSettings() {
  const viewer = useViewer();
  return (
    <section id="account">
      <Title order={2} mb="xs">
        Account
      </Title>
      <Paper radius="lg" p="md" bg="var(--my-surface-raised)">
        <Text fw={500}>{viewer.name}</Text>
        <Text size="sm" c="dimmed">
          {viewer.email}
        </Text>
        <Divider my="md" />
        <Title order={3} size="h5" mb={4}>
          Password
        </Title>
        <PasswordForm email={viewer.email} hasPassword={viewer.hasPassword === true} />
      </Paper>
    </section>
  );
}
