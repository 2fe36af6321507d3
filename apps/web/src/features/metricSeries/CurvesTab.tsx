"use client";

import { Alert, Group, Skeleton, Text } from "@mantine/core";
import { IconChartLine, IconClock } from "@tabler/icons-react";
import { useMemo } from "react";
import { extentOf } from "../../chart/drawnCurves.ts";
import type { StepRange } from "../../chart/types.ts";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatCount } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { useQueryList } from "../../url/useQueryList.ts";
import { useQueryState } from "../../url/useQueryState.ts";
import { ImageLossDrawer } from "../imageLoss/ImageLossDrawer.tsx";
import { parseStepRange } from "../imageLoss/parseStepRange.ts";
import type { RunEventListener } from "../run/useRunEvents.ts";
import { CurvePanel } from "./CurvePanel.tsx";
import classes from "./CurvesTab.module.css";
import { CurveViewControls } from "./CurveViewControls.tsx";
import { chartGroups } from "./chartGroups.ts";
import { placesOf } from "./curveAxis.ts";
import { useCurveView } from "./useCurveView.ts";
import { useRunCurves } from "./useRunCurves.ts";
import { useRunMarks } from "./useRunMarks.ts";

interface CurvesTabProps {
  readonly runId: string;
  readonly live: boolean;
  readonly events: (listener: RunEventListener) => () => void;
}

/** All of a run's curves, growing while it trains; axis, cursors and zoom are shared by all charts and stand in the page's address. */
export function CurvesTab({ runId, live, events }: CurvesTabProps) {
  const view = useCurveView();
  const [hidden, setHidden] = useQueryList("hide");
  const [lossSteps, setLossSteps] = useQueryState("images");
  const lossRange = useMemo(() => parseStepRange(lossSteps), [lossSteps]);
  const showImages = ({ fromStep, toStep }: StepRange) => setLossSteps(`${fromStep}-${toStep}`);
  const { clock, marks } = useRunMarks(runId, view.axis, events);
  const { curves, error, fetching, refetch } = useRunCurves(runId, view, clock, events);
  const groups = useMemo(() => chartGroups(curves?.map(({ name }) => name) ?? []), [curves]);
  const placed = useMemo(
    () =>
      (curves ?? []).flatMap((curve) => {
        const xs = placesOf(curve, view.axis, clock);
        return xs ? [{ ...curve, xs }] : [];
      }),
    [curves, view.axis, clock],
  );
  const { logX } = view;
  const extent = useMemo(() => extentOf(placed, { logX }), [placed, logX]);

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
  const missing = curves.length - placed.length;
  return (
    <>
      <Group gap="lg" mb="md" justify="space-between">
        <CurveViewControls view={view} />
        <Text size="xs" c="dimmed" className="tabular">
          {formatCount(pointCount)} points ·{" "}
          <a href={`/files/runs/${runId}/metrics`} download>
            CSV
          </a>{" "}
          <a href={`/files/runs/${runId}/metrics?format=json`} download>
            JSON
          </a>{" "}
          <a href={`/files/runs/${runId}/metrics?format=parquet`} download>
            Parquet
          </a>{" "}
          <a href={`/files/runs/${runId}/metrics?format=tensorboard`} download>
            TensorBoard
          </a>
        </Text>
      </Group>
      {missing > 0 && !fetching ? (
        <Alert color="gray" icon={<IconClock size={18} />} mb="md">
          {view.axis === "time"
            ? `${missing} of ${curves.length} curves were logged without times and are not shown over time.`
            : "The number of steps per epoch of this run is unknown. Choose steps or time."}
        </Alert>
      ) : null}
      <div className={classes.grid}>
        {groups.map((group) => (
          <CurvePanel
            key={group.key}
            group={group}
            curves={placed}
            view={view}
            extent={extent}
            marks={marks}
            hidden={hidden}
            onHidden={setHidden}
            syncKey={runId}
            onSteps={group.key === "loss" || group.key === "components" ? showImages : undefined}
          />
        ))}
      </div>
      <Text size="xs" c="dimmed" mt="md">
        Drag across a chart to zoom, double-click to zoom out, or click a loss to see its images.
        {marks.some(({ kind }) => kind !== "resume") ? " Diamonds mark checkpoints; the filled one is the best." : ""}
        {marks.some(({ kind }) => kind === "resume")
          ? " A dashed line marks where the run resumed from a checkpoint."
          : ""}
      </Text>
      <ImageLossDrawer runId={runId} range={lossRange} onClose={() => setLossSteps(null)} />
    </>
  );
}
