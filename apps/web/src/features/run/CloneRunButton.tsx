"use client";

import { Button, Modal, Skeleton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCopy } from "@tabler/icons-react";
import { useQuery } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import { cloneSourceQuery } from "./cloneSource.ts";
import { NewRunForm } from "./NewRunForm.tsx";

/** Opens the form of a new run, filled in with all that this one had. */
export function CloneRunButton({ runId }: { runId: string }) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<IconCopy size={16} />} onClick={dialog.open}>
        Clone
      </Button>
      <Modal opened={opened} onClose={dialog.close} title="Clone a run" size={720} closeOnClickOutside={false}>
        <CloneForm runId={runId} onClose={dialog.close} />
      </Modal>
    </>
  );
}

function CloneForm({ runId, onClose }: { runId: string; onClose: () => void }) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: cloneSourceQuery,
    variables: { id: runId },
    requestPolicy: "network-only",
  });
  const source = data?.run;
  if (fetching) return <Skeleton h={320} role="status" aria-label="Loading" />;
  if (!source) {
    return (
      <ErrorState
        message={error ? describeError(error) : "The run no longer exists."}
        onRetry={() => refetch({ requestPolicy: "network-only" })}
      />
    );
  }
  return <NewRunForm start={{ source }} onClose={onClose} />;
}
