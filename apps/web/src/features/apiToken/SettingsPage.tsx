"use client";

import { Paper, Stack, Text, Title } from "@mantine/core";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { AlertSettings } from "../alert/AlertSettings.tsx";
import { useViewer } from "../session/SessionContext.ts";
import { ApiTokens } from "./ApiTokens.tsx";

export function SettingsPage() {
  usePageTitle("Settings");
  const viewer = useViewer();
  return (
    <>
      <PageHeader title="Settings" />
      <div style={{ padding: "8px var(--my-page-inset) 60px", maxWidth: 860 }}>
        <Title order={2} mb="xs">
          Account
        </Title>
        <Paper radius="lg" p="md" mb="xl" bg="var(--my-surface-raised)">
          <Text fw={500}>{viewer.name}</Text>
          <Text size="sm" c="dimmed">
            {viewer.email}
          </Text>
        </Paper>
        <Stack gap={40}>
          <ApiTokens />
          <AlertSettings />
        </Stack>
      </div>
    </>
  );
}
