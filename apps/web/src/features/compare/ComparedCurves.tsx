"use client";

import { Group, MultiSelect, Paper, Text, UnstyledButton } from "@mantine/core";
import { useMemo, useState } from "react";
import { Chart } from "../../chart/Chart.tsx";
import { curveColor } from "../../chart/palette.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { CurveViewControls } from "../metricSeries/CurveViewControls.tsx";
import { isMeasuredEveryStep } from "../metricSeries/chartGroups.ts";
import { CURVE_AXES, placesOf } from "../metricSeries/curveAxis.ts";
import { type CurveView, useCurveView } from "../metricSeries/useCurveView.ts";
import classes from "./Compare.module.css";

export const comparedCurvesFragment = graphql(`
  fragment ComparedCurves on Run {
    id
    name
    stepsPerEpoch
    startedAt
    series(points: 800, digits: 5) {
      name
      steps
      values
      minValues
      maxValues
      timesMs
    }
  }
`);

const FIRST_SHOWN = ["loss", "val/segm/AP"];

/** One chart for each chosen series, every run in its own colour. */
export function ComparedCurves({ runs: references }: { runs: readonly FragmentOf<typeof comparedCurvesFragment>[] }) {
  const runs = readFragment(comparedCurvesFragment, references);
  const view = useCurveView();
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState<string[] | null>(null);
  const names = useMemo(() => [...new Set(runs.flatMap(({ series }) => series.map(({ name }) => name)))], [runs]);
  const shown = chosen ?? FIRST_SHOWN.filter((name) => names.includes(name));

  return (
    <>
      <Group gap="lg" mb="sm">
        <CurveViewControls view={view} />
        <MultiSelect
          aria-label="Curves"
          data={names}
          value={[...shown]}
          onChange={setChosen}
          placeholder="Add curves"
          searchable
          clearable={false}
          ml="auto"
          miw={280}
          maw={460}
        />
      </Group>
      <div className={classes.legend}>
        {runs.map((run, i) => (
          <UnstyledButton
            key={run.id}
            className={classes.entry ?? ""}
            aria-pressed={!hidden.includes(run.id)}
            onClick={() =>
              setHidden(hidden.includes(run.id) ? hidden.filter((id) => id !== run.id) : [...hidden, run.id])
            }
          >
            <span className={classes.swatch} style={{ background: curveColor(i) }} />
            {run.name}
          </UnstyledButton>
        ))}
      </div>
      <div className={classes.charts} data-single={shown.length === 1 || undefined}>
        {shown.map((name) => (
          <ComparedChart key={name} name={name} runs={runs} hidden={hidden} view={view} />
        ))}
        {shown.length === 0 ? (
          <Text size="sm" c="dimmed">
            {names.length === 0 ? "None of these runs has points yet." : "Choose curves above."}
          </Text>
        ) : null}
      </div>
    </>
  );
}

interface ComparedChartProps {
  readonly name: string;
  readonly runs: readonly {
    readonly id: string;
    readonly name: string;
    readonly stepsPerEpoch: number | null;
    readonly startedAt: string | null;
    readonly series: readonly {
      readonly name: string;
      readonly steps: readonly number[];
      readonly values: readonly (number | null)[];
      readonly minValues: readonly (number | null)[] | null;
      readonly maxValues: readonly (number | null)[] | null;
      readonly timesMs: readonly (number | null)[] | null;
    }[];
  }[];
  readonly hidden: readonly string[];
  readonly view: CurveView;
}

function ComparedChart({ name, runs, hidden, view }: ComparedChartProps) {
  const curves = useMemo(
    () =>
      runs.flatMap((run, i) => {
        const curve = run.series.find((candidate) => candidate.name === name);
        const xs = curve && placesOf(curve, view.axis, run);
        if (!curve || !xs || hidden.includes(run.id)) return [];
        return [{ ...curve, xs, key: run.id, label: run.name, color: curveColor(i) }];
      }),
    [runs, name, hidden, view.axis],
  );
  return (
    <Paper radius="lg" p="sm" bg="var(--my-surface-raised)">
      <Text fw={600} size="sm" mb={6} component="h3">
        {name}
      </Text>
      <Chart
        label={`${name} of ${runs.length} runs over ${CURVE_AXES[view.axis].name}`}
        curves={curves}
        axis={CURVE_AXES[view.axis]}
        height={280}
        smoothing={isMeasuredEveryStep(name) ? view.smoothing : 0}
        logX={view.logX}
        logY={view.logY && isMeasuredEveryStep(name)}
        range={view.range}
        onRange={view.setRange}
        syncKey="compare"
      />
    </Paper>
  );
}
