"use client";

import { Chip, Group, MultiSelect, SegmentedControl, Skeleton, Text } from "@mantine/core";
import { useMemo } from "react";
import { extentOf } from "../../chart/drawnCurves.ts";
import { curveColor } from "../../chart/palette.ts";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import { useQueryList } from "../../url/useQueryList.ts";
import { useQueryState } from "../../url/useQueryState.ts";
import { CurveViewControls } from "../metricSeries/CurveViewControls.tsx";
import { useCurveView } from "../metricSeries/useCurveView.ts";
import classes from "./Compare.module.css";
import { ComparedChart } from "./ComparedChart.tsx";
import { CompareLegend } from "./CompareLegend.tsx";
import type { ComparedRun } from "./comparedRun.ts";
import { metricNames } from "./dimensions.ts";
import { groupRuns } from "./groupRuns.ts";
import { useComparedCurves } from "./useComparedCurves.ts";

/** With more runs than this the bands lie over one another until nothing is told apart; that of the run under the cursor is shown. */
const BOUNDED_RUNS_MOST = 6;
const NO_RUNS: readonly ComparedRun[] = [];
const FIRST_SHOWN: readonly string[] = ["loss", "val/segm/AP"];

interface ComparedCurvesProps {
  readonly ids: readonly string[];
  /** Null while they are on their way. */
  readonly runs: readonly ComparedRun[] | null;
  /** What the runs are put together by; null for each by itself. */
  readonly by: string | null;
  /** What is shown before somebody chooses curves. */
  readonly firstShown?: readonly string[];
}

/** One chart for each chosen metric: every run in its own colour, or the mean of each group with a band around it. */
export function ComparedCurves({ ids, runs: known, by, firstShown = FIRST_SHOWN }: ComparedCurvesProps) {
  const runs = known ?? NO_RUNS;
  const view = useCurveView();
  const [hidden, setHidden] = useQueryList("hide");
  const [chosen, setChosen] = useQueryList("curves");
  const [bandText, setBand] = useQueryState("band");
  const band = bandText === "std" ? "std" : "minmax";
  const [boundsText, setBounds] = useQueryState("bounds");
  const many = ids.length > BOUNDED_RUNS_MOST;
  const bounds = by !== null || (boundsText === null ? !many : boundsText === "on");
  const names = useMemo(() => metricNames(runs), [runs]);
  const asked = useMemo(
    () => (chosen.length > 0 ? chosen : firstAsked(names, firstShown)),
    [chosen, names, firstShown],
  );
  const shown = known ? asked.filter((name) => names.includes(name)) : asked;
  const { placed, loading: reading, error, refetch } = useComparedCurves(ids, runs, asked, view);
  const loading = reading || known === null;
  const { logX } = view;
  const extent = useMemo(
    () =>
      extentOf(
        placed.flatMap(({ curves }) => [...curves.values()]),
        { logX },
      ),
    [placed, logX],
  );
  const legend =
    by === null
      ? runs.map(({ id, name, color }) => ({ key: id, label: name, color }))
      : groupRuns(runs, by).map(({ key, label, runs: members }, index) => ({
          key,
          label: `${label} (${members.length})`,
          color: curveColor(index),
        }));
  const unplaced = loading ? [] : placed.filter(({ curves, run }) => curves.size === 0 && run.metrics.length > 0);

  return (
    <>
      <Group gap="sm" mb="sm" justify="space-between" align="flex-start">
        <Group gap="sm">
          <CurveViewControls view={view} />
          {by === null ? (
            <Chip
              size="xs"
              checked={bounds}
              onChange={(on) => setBounds(on === !many ? null : on ? "on" : "off")}
              title="The minimum and maximum behind each point of a downsampled curve"
            >
              min/max
            </Chip>
          ) : (
            <SegmentedControl
              size="xs"
              aria-label="Band around the mean"
              data={[
                { value: "minmax", label: "minimum to maximum" },
                { value: "std", label: "± standard deviation" },
              ]}
              value={band}
              onChange={(value) => setBand(value === "minmax" ? null : value)}
            />
          )}
        </Group>
        <MultiSelect
          aria-label="Curves"
          data={names}
          value={[...shown]}
          onChange={setChosen}
          placeholder="Add curves"
          searchable
          clearable={false}
          flex="1 1 420px"
          styles={{ inputField: { minWidth: 70 } }}
          maw={640}
        />
      </Group>
      <CompareLegend entries={legend} hidden={hidden} onHidden={setHidden} />
      {error ? (
        <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
      ) : null}
      {unplaced.length > 0 ? (
        <Text size="sm" c="dimmed" mb="sm">
          {view.axis === "time"
            ? `Logged without times, so not shown over time: ${unplaced.map(({ run }) => run.name).join(", ")}.`
            : `Steps per epoch are unknown, so not shown over epochs: ${unplaced.map(({ run }) => run.name).join(", ")}.`}
        </Text>
      ) : null}
      <div className={classes.charts} data-single={shown.length === 1 || undefined}>
        {loading
          ? shown.map((name) => <Skeleton key={name} h={330} radius="lg" role="status" aria-label="Loading curves" />)
          : shown.map((name) => (
              <ComparedChart
                key={name}
                name={name}
                placed={placed}
                by={by}
                band={band}
                bounds={bounds}
                hidden={hidden}
                view={view}
                extent={extent}
              />
            ))}
        {shown.length === 0 ? (
          <Text size="sm" c="dimmed">
            {names.length === 0 ? "None of these runs has logged any points yet." : "Choose curves above."}
          </Text>
        ) : null}
      </div>
    </>
  );
}

/** Asked for before it is known what there is; of runs that have none of these the first two metrics. */
function firstAsked(names: readonly string[], firstShown: readonly string[]): readonly string[] {
  return names.length === 0 || firstShown.some((name) => names.includes(name)) ? firstShown : names.slice(0, 2);
}
