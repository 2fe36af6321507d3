"use client";

import { Group, MultiSelect, Paper, Text, UnstyledButton } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useMemo, useState } from "react";
import { Chart } from "../../chart/Chart.tsx";
import { curveColor } from "../../chart/palette.ts";
import type { StepRange } from "../../chart/types.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { SmoothingControl } from "../metricSeries/SmoothingControl.tsx";
import classes from "./Compare.module.css";

export const comparedCurvesFragment = graphql(`
  fragment ComparedCurves on Run {
    id
    name
    series(points: 800) {
      name
      steps
      values
      minValues
      maxValues
    }
  }
`);

const FIRST_SHOWN = ["loss", "val/segm/AP"];

/** One chart for each chosen series, every run in its own colour. */
export function ComparedCurves({ runs: references }: { runs: readonly FragmentOf<typeof comparedCurvesFragment>[] }) {
  const runs = readFragment(comparedCurvesFragment, references);
  const [smoothing, setSmoothing] = useLocalStorage({ key: "maskyard-smoothing", defaultValue: 0.6 });
  const [logScale, setLogScale] = useLocalStorage({ key: "maskyard-log-scale", defaultValue: false });
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const [range, setRange] = useState<StepRange | null>(null);
  const [chosen, setChosen] = useState<string[] | null>(null);
  const names = useMemo(() => [...new Set(runs.flatMap(({ series }) => series.map(({ name }) => name)))], [runs]);
  const shown = chosen ?? FIRST_SHOWN.filter((name) => names.includes(name));

  return (
    <>
      <Group gap="lg" mb="sm">
        <SmoothingControl value={smoothing} onChange={setSmoothing} logScale={logScale} onLogScale={setLogScale} />
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
          <ComparedChart
            key={name}
            name={name}
            runs={runs}
            hidden={hidden}
            smoothing={name.startsWith("val/") || name === "lr" ? 0 : smoothing}
            logScale={logScale && !name.startsWith("val/")}
            range={range}
            onRange={setRange}
          />
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
    readonly series: readonly {
      readonly name: string;
      readonly steps: readonly number[];
      readonly values: readonly (number | null)[];
      readonly minValues: readonly (number | null)[] | null;
      readonly maxValues: readonly (number | null)[] | null;
    }[];
  }[];
  readonly hidden: readonly string[];
  readonly smoothing: number;
  readonly logScale: boolean;
  readonly range: StepRange | null;
  readonly onRange: (range: StepRange | null) => void;
}

function ComparedChart({ name, runs, hidden, smoothing, logScale, range, onRange }: ComparedChartProps) {
  const series = useMemo(
    () =>
      runs.flatMap((run, i) => {
        const curve = run.series.find((candidate) => candidate.name === name);
        if (!curve || hidden.includes(run.id)) return [];
        return [{ ...curve, key: run.id, label: run.name, color: curveColor(i) }];
      }),
    [runs, name, hidden],
  );
  return (
    <Paper radius="lg" p="sm" bg="var(--my-surface-raised)">
      <Text fw={600} size="sm" mb={6} component="h3">
        {name}
      </Text>
      <Chart
        label={`${name} of ${runs.length} runs over steps`}
        series={series}
        height={280}
        smoothing={smoothing}
        logScale={logScale}
        range={range}
        onRange={onRange}
        syncKey="compare"
      />
    </Paper>
  );
}
