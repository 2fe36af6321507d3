"use client";

import { Button, Group, Skeleton, Text } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconChartLine, IconZoomReset } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { StepRange } from "../../chart/types.ts";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatCount } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { useConnectionStatus } from "../../graph/GraphProvider.tsx";
import { useQueryState } from "../../url/useQueryState.ts";
import { ImageLossDrawer } from "../imageLoss/ImageLossDrawer.tsx";
import { parseStepRange } from "../imageLoss/parseStepRange.ts";
import type { RunEventListener } from "../run/useRunEvents.ts";
import { CurvePanel } from "./CurvePanel.tsx";
import classes from "./CurvesTab.module.css";
import { chartGroups } from "./chartGroups.ts";
import { SmoothingControl } from "./SmoothingControl.tsx";
import { useRunCurves } from "./useRunCurves.ts";

interface CurvesTabProps {
  readonly runId: string;
  readonly live: boolean;
  readonly events: (listener: RunEventListener) => () => void;
}

/** All of a run's curves, growing while it trains; cursors and zoom are shared by all charts. */
export function CurvesTab({ runId, live, events }: CurvesTabProps) {
  const [range, setRange] = useState<StepRange | null>(null);
  const [smoothing, setSmoothing] = useLocalStorage({ key: "maskyard-smoothing", defaultValue: 0.6 });
  const [logScale, setLogScale] = useLocalStorage({ key: "maskyard-log-scale", defaultValue: false });
  const [lossSteps, setLossSteps] = useQueryState("images");
  const lossRange = parseStepRange(lossSteps);
  const showImages = ({ fromStep, toStep }: StepRange) => setLossSteps(`${fromStep}-${toStep}`);
  const { reconnections } = useConnectionStatus();
  const { curves, error, fetching, refetch } = useRunCurves(runId, range, events, reconnections);
  const groups = useMemo(() => chartGroups(curves?.map(({ name }) => name) ?? []), [curves]);

  if (!curves) {
    if (error && !fetching) {
      return <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />;
    }
    return (
      <div className={classes.grid} role="status" aria-label="Loading curves">
        <Skeleton h={300} radius="lg" className={classes.wide ?? ""} />
        <Skeleton h={240} radius="lg" />
        <Skeleton h={240} radius="lg" />
      </div>
    );
  }
  if (groups.length === 0) {
    return (
      <EmptyState icon={<IconChartLine size={24} stroke={1.6} />} title="No points yet">
        {live
          ? "The first points appear within seconds of the first training step."
          : "This run ended before its first training step."}
      </EmptyState>
    );
  }

  const pointCount = curves.reduce((sum, curve) => sum + curve.total, 0);
  return (
    <>
      <Group gap="lg" mb="md">
        <SmoothingControl value={smoothing} onChange={setSmoothing} logScale={logScale} onLogScale={setLogScale} />
        {range ? (
          <Button
            variant="light"
            size="compact-sm"
            leftSection={<IconZoomReset size={15} />}
            onClick={() => setRange(null)}
          >
            Steps {formatCount(range.fromStep)} to {formatCount(range.toStep)}
          </Button>
        ) : (
          <Text size="xs" c="dimmed">
            Drag across a chart to zoom in step, click a loss to see its images
          </Text>
        )}
        <Text size="xs" c="dimmed" ml="auto" className="tabular">
          {formatCount(pointCount)} points ·{" "}
          <a href={`/files/runs/${runId}/metrics`} download>
            CSV
          </a>{" "}
          <a href={`/files/runs/${runId}/metrics?format=json`} download>
            JSON
          </a>
        </Text>
      </Group>
      <div className={classes.grid}>
        {groups.map((group) => (
          <CurvePanel
            key={group.key}
            group={group}
            curves={curves}
            smoothing={smoothing}
            logScale={logScale && group.key !== "lr" && !group.key.startsWith("val/")}
            range={range}
            onRange={setRange}
            syncKey={runId}
            onSteps={group.key === "loss" || group.key === "components" ? showImages : undefined}
          />
        ))}
      </div>
      <ImageLossDrawer runId={runId} range={lossRange} onClose={() => setLossSteps(null)} />
    </>
  );
}
