"use client";

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconTrash } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { ConfirmDialog } from "../../feedback/ConfirmDialog.tsx";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { formatQuantity } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";

export const sweepActionsFragment = graphql(`
  fragment SweepActions on Sweep {
    id
    status
    counts {
      runs
      queued
      running
    }
  }
`);

const setSweepPausedMutation = graphql(
  `
    mutation SetSweepPaused($input: SetSweepPausedInput!) {
      setSweepPaused(input: $input) {
        __typename
        ... on SetSweepPausedSuccess {
          data {
            ...SweepActions
          }
        }
        ... on Error {
          message
          code
        }
      }
    }
  `,
  [sweepActionsFragment],
);

const stopSweepMutation = graphql(
  `
    mutation StopSweep($input: SweepInput!) {
      stopSweep(input: $input) {
        __typename
        ... on StopSweepSuccess {
          data {
            ...SweepActions
          }
        }
        ... on Error {
          message
          code
        }
      }
    }
  `,
  [sweepActionsFragment],
);

const deleteSweepMutation = graphql(`
  mutation DeleteSweep($input: SweepInput!) {
    deleteSweep(input: $input) {
      __typename
      ... on DeleteSweepSuccess {
        data
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

/** Pause and resume, stop, and delete once it has ended. */
export function SweepActions({ sweep: reference }: { sweep: FragmentOf<typeof sweepActionsFragment> }) {
  const { id, status, counts } = readFragment(sweepActionsFragment, reference);
  const router = useRouter();
  const [opened, dialog] = useDisclosure(false);
  const [pausing, setPaused] = useGraphMutation(setSweepPausedMutation);
  const [stopping, stop] = useGraphMutation(stopSweepMutation);
  const [deleting, remove] = useGraphMutation(deleteSweepMutation);
  const unfinished = counts.queued + counts.running;

  const pause = async (paused: boolean) => {
    const outcome = await setPaused({ input: { id, paused } });
    if (!outcome.ok) notifyFailed(paused ? "The sweep was not paused" : "The sweep was not resumed", outcome.message);
  };
  const end = async () => {
    dialog.close();
    if (unfinished > 0) {
      const outcome = await stop({ input: { id } });
      if (outcome.ok) notifyDone("The sweep was stopped. Running runs save a checkpoint first.");
      else notifyFailed("The sweep was not stopped", outcome.message);
      return;
    }
    const outcome = await remove({ input: { id } });
    if (outcome.ok) router.push("/sweeps");
    else notifyFailed("The sweep was not deleted", outcome.message);
  };

  return (
    <>
      {status === "RUNNING" || status === "PAUSED" ? (
        <Button
          variant="default"
          leftSection={status === "RUNNING" ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
          loading={pausing.fetching}
          onClick={() => pause(status === "RUNNING")}
        >
          {status === "RUNNING" ? "Pause" : "Resume"}
        </Button>
      ) : null}
      {status === "STOPPED" && unfinished > 0 ? null : (
        <Button
          variant="default"
          leftSection={unfinished > 0 ? <IconPlayerStop size={16} /> : <IconTrash size={16} />}
          loading={stopping.fetching || deleting.fetching}
          onClick={dialog.open}
        >
          {unfinished > 0 ? "Stop" : "Delete"}
        </Button>
      )}
      <ConfirmDialog
        opened={opened}
        onClose={dialog.close}
        title={unfinished > 0 ? "Stop this sweep?" : "Delete this sweep?"}
        confirmLabel={unfinished > 0 ? "Stop sweep" : "Delete sweep"}
        keepLabel={unfinished > 0 ? "Keep running" : "Keep it"}
        onConfirm={end}
      >
        {unfinished > 0
          ? `${formatQuantity(counts.queued, "queued run")} and ${formatQuantity(counts.running, "active run")} will be cancelled. Active runs save a checkpoint first.`
          : `Its ${formatQuantity(counts.runs, "run")} are kept, but no longer belong to a sweep.`}
      </ConfirmDialog>
    </>
  );
}
