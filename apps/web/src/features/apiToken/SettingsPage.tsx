"use client";

import { Stack } from "@mantine/core";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { AlertSettings } from "../alert/AlertSettings.tsx";
import { AccountSettings } from "../user/AccountSettings.tsx";
import { ApiTokens } from "./ApiTokens.tsx";

export function SettingsPage() {
  usePageTitle("Settings");
  return (
    <>
      <PageHeader title="Settings" />
      <div style={{ padding: "8px var(--my-page-inset) 60px", maxWidth: 860 }}>
        <Stack gap={40}>
          <AccountSettings />
          <ApiTokens />
          <AlertSettings />
        </Stack>
      </div>
    </>
  );
}
