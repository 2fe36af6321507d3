"use client";

import { Modal } from "@mantine/core";
import { NewRunForm } from "./NewRunForm.tsx";

interface NewRunDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Chosen beforehand where the dialog opens on a dataset's page. */
  readonly datasetId?: string;
}

export function NewRunDialog({ opened, onClose, datasetId }: NewRunDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="New run" size={720} closeOnClickOutside={false}>
      <NewRunForm start={{ datasetId: datasetId ?? null }} onClose={onClose} />
    </Modal>
  );
}
