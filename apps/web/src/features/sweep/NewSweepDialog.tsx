"use client";

import { Modal } from "@mantine/core";
import { NewSweepForm } from "./NewSweepForm.tsx";

export function NewSweepDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="New sweep" size={820} closeOnClickOutside={false}>
      <NewSweepForm onClose={onClose} />
    </Modal>
  );
}
