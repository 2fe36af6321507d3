import { Alert } from "@mantine/core";
import { IconAlertCircle, IconClock, IconPlayerStop } from "@tabler/icons-react";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { describeStop } from "../sweep/SweepRunStatus.tsx";

export const runNoticesFragment = graphql(`
  fragment RunNotices on Run {
    id
    status
    waitsFor
    failureReason
    sweepStop {
      rung
      rungs
      step
      metric
      value
      needed
    }
  }
`);

/** Why a run waits, was stopped or failed. */
export function RunNotices({ run: reference }: { run: FragmentOf<typeof runNoticesFragment> }) {
  const run = readFragment(runNoticesFragment, reference);
  return (
    <>
      {run.status === "QUEUED" && run.waitsFor ? (
        <Alert color="gray" icon={<IconClock size={18} />} mx="var(--my-page-inset)" mb="md">
          {run.waitsFor}
        </Alert>
      ) : null}
      {run.status === "SUCCEEDED" && run.sweepStop ? (
        <Alert
          color="yellow"
          icon={<IconPlayerStop size={18} />}
          title="Stopped early by its sweep"
          mx="var(--my-page-inset)"
          mb="md"
        >
          {describeStop(run.sweepStop)}
        </Alert>
      ) : null}
      {run.failureReason ? (
        <Alert
          color="red"
          icon={<IconAlertCircle size={18} />}
          title={run.status === "FAILED" ? "The run failed" : "The last attempt failed"}
          mx="var(--my-page-inset)"
          mb="md"
        >
          {run.failureReason}
        </Alert>
      ) : null}
    </>
  );
}
