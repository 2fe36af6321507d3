import { Badge } from "@mantine/core";
import { IconPlayerStop } from "@tabler/icons-react";
import { formatMetric } from "../../format/formatNumber.ts";
import { RunStatusBadge } from "../run/RunStatusBadge.tsx";
import type { SweepRun } from "./sweepRun.ts";

/** A run's status, and of one that its sweep ended where that was. */
export function SweepRunStatus({
  run,
}: {
  run: Pick<SweepRun, "status" | "cancelRequested"> & { readonly sweepStop: SweepRun["sweepStop"] };
}) {
  const { status, cancelRequested, sweepStop } = run;
  if (status !== "SUCCEEDED" || sweepStop === null) {
    return <RunStatusBadge status={status} cancelRequested={cancelRequested} />;
  }
  return (
    <Badge
      variant="light"
      color="yellow"
      leftSection={<IconPlayerStop size={12} />}
      tt="none"
      fw={500}
      miw="fit-content"
      title={describeStop(sweepStop)}
    >
      Stopped at rung {sweepStop.rung} of {sweepStop.rungs}
    </Badge>
  );
}

/** A sentence that says why. */
export function describeStop({ step, metric, value, needed }: NonNullable<SweepRun["sweepStop"]>): string {
  return `After step ${step} ${metric} was ${formatMetric(value)}; ${formatMetric(needed)} was needed to continue.`;
}
