"use client";

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlayerStop } from "@tabler/icons-react";
import { ConfirmDialog } from "../../feedback/ConfirmDialog.tsx";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";

export const cancelRunMutation = graphql(`
  mutation CancelRun($input: CancelRunInput!) {
    cancelRun(input: $input) {
      __typename
      ... on CancelRunSuccess {
        data {
          id
          status
          cancelRequested
          finishedAt
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

/** Asks once more, then asks the trainer to save a checkpoint and stop. */
export function CancelRunButton({ runId, cancelRequested }: { runId: string; cancelRequested: boolean }) {
  const [opened, dialog] = useDisclosure(false);
  const [state, cancelRun] = useGraphMutation(cancelRunMutation);
  const cancel = async () => {
    const outcome = await cancelRun({ input: { id: runId } });
    if (outcome.ok) notifyDone("Cancelling. A checkpoint is saved first.");
    else notifyFailed("The run was not cancelled", outcome.message);
    dialog.close();
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={16} />}
        disabled={cancelRequested}
        onClick={dialog.open}
      >
        {cancelRequested ? "Cancelling" : "Cancel run"}
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={dialog.close}
        title="Cancel this run?"
        confirmLabel="Cancel run"
        keepLabel="Keep training"
        loading={state.fetching}
        onConfirm={cancel}
      >
        Training stops after the current step and a checkpoint is saved. A cancelled run does not resume on its own.
      </ConfirmDialog>
    </>
  );
}
