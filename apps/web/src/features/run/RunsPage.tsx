"use client";

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { NewRunDialog } from "./NewRunDialog.tsx";
import { RunsTable } from "./RunsTable.tsx";

export function RunsPage() {
  usePageTitle("Runs");
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <PageHeader
        title="Runs"
        actions={
          <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
            New run
          </Button>
        }
      />
      <div style={{ padding: "8px var(--my-page-inset) 90px" }}>
        <RunsTable onNewRun={dialog.open} />
      </div>
      <NewRunDialog opened={opened} onClose={dialog.close} />
    </>
  );
}
