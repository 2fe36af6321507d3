"use client";

import { Button, Group, MultiSelect, Paper, Text } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { useQueryList } from "../../url/useQueryList.ts";
import { columnText, parseColumn, type TableColumn } from "../run/tableColumns.ts";
import { type Brush, brushText, inBrushes, parseBrushes } from "./brushes.ts";
import type { ComparedRun } from "./comparedRun.ts";
import { dimensionScale } from "./dimensionScale.ts";
import { columnValue, differingSettings, dimensionChoices, dimensionLabel, metricNames } from "./dimensions.ts";
import { ParallelAxis } from "./ParallelAxis.tsx";
import classes from "./Relations.module.css";
import { rampColor } from "./rampColor.ts";

const HEIGHT = 360;
const TOP = 44;
const BOTTOM = 16;
const SIDE = 70;

interface ParallelCoordinatesProps {
  readonly runs: readonly ComparedRun[];
  /** Whether runs have the colours of their groups, and not those of the last axis. */
  readonly colored: boolean;
  readonly onKeep: (ids: readonly string[]) => void;
}

/** Each run as a line over axes of settings and metrics. A drag along an axis chooses the runs that go through it there. */
export function ParallelCoordinates({ runs, colored, onKeep }: ParallelCoordinatesProps) {
  const router = useRouter();
  const { ref, width } = useElementSize();
  const [chosen, setChosen] = useQueryList("axes");
  const [brushTexts, setBrushTexts] = useQueryList("brush");
  const [logTexts, setLogTexts] = useQueryList("logaxes");
  const [focus, setFocus] = useState<string | null>(null);
  const columns = useMemo(() => (chosen.length > 0 ? chosen.map(parseColumn) : firstAxes(runs)), [chosen, runs]);
  const brushes = useMemo(() => parseBrushes(brushTexts), [brushTexts]);
  const axes = useMemo(
    () =>
      columns.map((column) => {
        const text = columnText(column);
        return {
          column,
          text,
          scale: dimensionScale(
            runs.map((run) => columnValue(run, column)),
            logTexts.includes(text),
          ),
        };
      }),
    [columns, runs, logTexts],
  );
  const scales = useMemo(() => new Map(axes.map(({ text, scale }) => [text, scale])), [axes]);
  const inside = useMemo(() => runs.filter((run) => inBrushes(run, brushes, scales)), [runs, brushes, scales]);
  const insideIds = new Set(inside.map(({ id }) => id));
  const x = (index: number) => SIDE + (axes.length < 2 ? 0 : (index * (width - 2 * SIDE)) / (axes.length - 1));
  const y = (place: number) => HEIGHT - BOTTOM - place * (HEIGHT - TOP - BOTTOM);
  const last = axes.at(-1);
  const colorOf = (run: ComparedRun) => {
    const place = last?.scale.place(columnValue(run, last.column)) ?? null;
    return colored || !last ? run.color : place === null ? "var(--mantine-color-gray-5)" : rampColor(place);
  };
  const setBrush = (text: string, brush: Brush | null) =>
    setBrushTexts([
      ...brushes.filter(({ column }) => columnText(column) !== text).map(brushText),
      ...(brush ? [brushText(brush)] : []),
    ]);
  const focused = runs.find(({ id }) => id === focus);

  return (
    <Paper radius="lg" p="sm" bg="var(--my-surface-raised)">
      <Group justify="space-between" mb="xs" align="flex-start">
        <MultiSelect
          aria-label="Axes"
          data={dimensionChoices(runs)}
          value={columns.map(columnText)}
          onChange={setChosen}
          searchable
          maxDropdownHeight={320}
          maw={720}
          style={{ flex: 1 }}
          styles={{ inputField: { minWidth: 70 } }}
        />
        {brushes.length > 0 ? (
          <Group gap="xs">
            <Text size="sm" c="dimmed" className="tabular">
              {inside.length} of {runs.length} runs
            </Text>
            <Button size="compact-sm" variant="default" onClick={() => setBrushTexts([])}>
              Clear
            </Button>
            <Button
              size="compact-sm"
              variant="light"
              disabled={inside.length === 0 || inside.length === runs.length}
              onClick={() => onKeep(inside.map(({ id }) => id))}
            >
              Compare these runs
            </Button>
          </Group>
        ) : null}
      </Group>
      <section ref={ref} aria-label="Parallel coordinates of the runs">
        {width > 0 ? (
          // biome-ignore lint/a11y/noSvgWithoutTitle: the section says what it is, and a title would hang over it as a tooltip
          <svg width={width} height={HEIGHT} className={classes.plot}>
            {[...runs]
              .sort((a, b) => Number(insideIds.has(a.id)) - Number(insideIds.has(b.id)))
              .map((run) => (
                // biome-ignore lint/a11y/useSemanticElements: a link of SVG, which next/link is not
                <path
                  key={run.id}
                  role="link"
                  tabIndex={insideIds.has(run.id) ? 0 : -1}
                  aria-label={describe(run, columns)}
                  d={linePath(
                    axes.map(({ column, scale }) => scale.place(columnValue(run, column))),
                    x,
                    y,
                  )}
                  className={classes.line}
                  data-outside={!insideIds.has(run.id) || undefined}
                  data-focus={run.id === focus || undefined}
                  style={insideIds.has(run.id) ? { stroke: colorOf(run) } : undefined}
                  onMouseEnter={() => setFocus(run.id)}
                  onMouseLeave={() => setFocus(null)}
                  onFocus={() => setFocus(run.id)}
                  onBlur={() => setFocus(null)}
                  onClick={() => router.push(`/runs/${run.id}`)}
                  onKeyDown={(event) => (event.key === "Enter" ? router.push(`/runs/${run.id}`) : undefined)}
                />
              ))}
            {axes.map(({ column, text, scale }, index) => (
              <ParallelAxis
                key={text}
                x={x(index)}
                top={TOP}
                bottom={HEIGHT - BOTTOM}
                label={dimensionLabel(column)}
                labelWidth={Math.max(90, (width - 2 * SIDE) / Math.max(1, axes.length - 1) - 12)}
                labelsLeft={index === axes.length - 1 && axes.length > 1}
                scale={scale}
                brush={brushes.find((brush) => columnText(brush.column) === text) ?? null}
                onBrush={(range) => setBrush(text, range && { column, ...range })}
                onLog={(on) => setLogTexts(on ? [...logTexts, text] : logTexts.filter((one) => one !== text))}
              />
            ))}
          </svg>
        ) : (
          <div style={{ height: HEIGHT }} />
        )}
      </section>
      <Text size="xs" c="dimmed" mih={18} truncate>
        {focused
          ? describe(focused, columns)
          : "Drag along an axis to select runs. Click the axis to clear the selection. Click a line to open its run."}
      </Text>
    </Paper>
  );
}

function describe(run: ComparedRun, columns: readonly TableColumn[]): string {
  const values = columns.map((column) => `${dimensionLabel(column)} ${columnValue(run, column) ?? "–"}`);
  return `${run.name}: ${values.join(", ")}`;
}

/** The settings that differ, and what came of them. */
function firstAxes(runs: readonly ComparedRun[]): TableColumn[] {
  const settings = differingSettings(runs).filter((key) => key !== "seed");
  const names = metricNames(runs);
  const metrics = ["loss", "val/segm/AP"].filter((name) => names.includes(name));
  const shown = metrics.length > 0 ? metrics : names.slice(0, 2);
  return [
    ...(settings.length > 0 ? settings.slice(0, 5) : ["seed"]).map((setting) => ({ setting })),
    ...shown.map((metric) => ({ metric, figure: "BEST" as const })),
  ];
}

/** A curve through the axes; broken where the run has no value. */
function linePath(
  places: readonly (number | null)[],
  x: (index: number) => number,
  y: (place: number) => number,
): string {
  let path = "";
  let before: [number, number] | null = null;
  for (const [index, place] of places.entries()) {
    if (place === null) {
      before = null;
      continue;
    }
    const at: [number, number] = [x(index), y(place)];
    if (before) {
      const middle = (before[0] + at[0]) / 2;
      path += `C${middle} ${before[1]} ${middle} ${at[1]} ${at[0]} ${at[1]}`;
    } else path += `M${at[0]} ${at[1]}`;
    before = at;
  }
  return path;
}
