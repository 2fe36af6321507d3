"use client";

import { Chip, Group, Paper, Select, Text } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { useQueryState } from "../../url/useQueryState.ts";
import { columnText, parseColumn, type TableColumn } from "../run/tableColumns.ts";
import type { ComparedRun } from "./comparedRun.ts";
import { dimensionScale } from "./dimensionScale.ts";
import { columnValue, differingSettings, dimensionChoices, dimensionLabel, metricNames } from "./dimensions.ts";
import classes from "./Relations.module.css";

const HEIGHT = 360;
const LEFT = 64;
const RIGHT = 24;
const TOP = 16;
const BOTTOM = 40;

/** Any two settings or metrics against each other; a click opens the run. */
export function RunScatter({ runs }: { runs: readonly ComparedRun[] }) {
  const router = useRouter();
  const { ref, width } = useElementSize();
  const [xText, setX] = useQueryState("sx");
  const [yText, setY] = useQueryState("sy");
  const [logText, setLog] = useQueryState("slog");
  const [focus, setFocus] = useState<string | null>(null);
  const [firstX, firstY] = useMemo(() => firstPair(runs), [runs]);
  const [xColumn, yColumn] = [xText ? parseColumn(xText) : firstX, yText ? parseColumn(yText) : firstY];
  const choices = useMemo(() => dimensionChoices(runs), [runs]);
  const scaleOf = (column: TableColumn, letter: string) =>
    dimensionScale(
      runs.map((run) => columnValue(run, column)),
      logText?.includes(letter) ?? false,
    );
  const [xScale, yScale] = [scaleOf(xColumn, "x"), scaleOf(yColumn, "y")];
  const x = (place: number) => LEFT + 12 + place * (width - LEFT - RIGHT - 24);
  const y = (place: number) => HEIGHT - BOTTOM - 12 - place * (HEIGHT - TOP - BOTTOM - 24);
  const points = runs.flatMap((run) => {
    const [px, py] = [xScale.place(columnValue(run, xColumn)), yScale.place(columnValue(run, yColumn))];
    return px === null || py === null ? [] : [{ run, left: x(px), top: y(py) }];
  });
  const focused = points.find(({ run }) => run.id === focus)?.run;
  const describe = (run: ComparedRun) =>
    `${run.name}: ${dimensionLabel(xColumn)} ${columnValue(run, xColumn)}, ${dimensionLabel(yColumn)} ${columnValue(run, yColumn)}`;
  const toggleLog = (letter: "x" | "y", on: boolean) => {
    const other = letter === "x" ? "y" : "x";
    setLog(`${logText?.includes(other) ? other : ""}${on ? letter : ""}`);
  };

  return (
    <Paper radius="lg" p="sm" bg="var(--my-surface-raised)">
      <Group gap="xs" mb="xs">
        <Select
          aria-label="Upright axis"
          data={choices}
          value={columnText(yColumn)}
          onChange={setY}
          searchable
          allowDeselect={false}
          w={210}
        />
        <Text size="sm" c="dimmed">
          over
        </Text>
        <Select
          aria-label="Level axis"
          data={choices}
          value={columnText(xColumn)}
          onChange={setX}
          searchable
          allowDeselect={false}
          w={210}
        />
        <Group gap={4}>
          <Chip size="xs" checked={xScale.logarithmic} onChange={(on) => toggleLog("x", on)}>
            log x
          </Chip>
          <Chip size="xs" checked={yScale.logarithmic} onChange={(on) => toggleLog("y", on)}>
            log y
          </Chip>
        </Group>
      </Group>
      <section ref={ref} aria-label="Scatter of the runs">
        {width > 0 ? (
          // biome-ignore lint/a11y/noSvgWithoutTitle: the section says what it is, and a title would hang over it as a tooltip
          <svg width={width} height={HEIGHT} className={classes.plot}>
            {yScale.ticks.map(({ at, label }) => (
              <g key={label}>
                <line x1={LEFT} x2={width - RIGHT} y1={y(at)} y2={y(at)} className={classes.grid} />
                <text x={LEFT - 8} y={y(at)} dy="0.32em" textAnchor="end" className={classes.tick}>
                  {label}
                </text>
              </g>
            ))}
            {xScale.ticks.map(({ at, label }) => (
              <g key={label}>
                <line x1={x(at)} x2={x(at)} y1={TOP} y2={HEIGHT - BOTTOM} className={classes.grid} />
                <text x={x(at)} y={HEIGHT - BOTTOM + 16} textAnchor="middle" className={classes.tick}>
                  {label}
                </text>
              </g>
            ))}
            <text x={width / 2} y={HEIGHT - 4} textAnchor="middle" className={classes.tick}>
              {dimensionLabel(xColumn)}
            </text>
            {points.map(({ run, left, top }) => (
              // biome-ignore lint/a11y/useSemanticElements: a link of SVG, which next/link is not
              <circle
                key={run.id}
                role="link"
                tabIndex={0}
                aria-label={describe(run)}
                cx={left}
                cy={top}
                r={run.id === focus ? 8 : 6}
                fill={run.color}
                className={classes.dot}
                onMouseEnter={() => setFocus(run.id)}
                onMouseLeave={() => setFocus(null)}
                onFocus={() => setFocus(run.id)}
                onBlur={() => setFocus(null)}
                onClick={() => router.push(`/runs/${run.id}`)}
                onKeyDown={(event) => (event.key === "Enter" ? router.push(`/runs/${run.id}`) : undefined)}
              />
            ))}
          </svg>
        ) : (
          <div style={{ height: HEIGHT }} />
        )}
      </section>
      <Text size="xs" c="dimmed" mih={18} truncate>
        {focused
          ? describe(focused)
          : points.length < runs.length
            ? `${runs.length - points.length} of ${runs.length} runs lack one of the two. A click on a point opens its run.`
            : "A click on a point opens its run."}
      </Text>
    </Paper>
  );
}

/** The first setting that differs, of numbers where there is one, and the best mask AP, or what metric there is. */
function firstPair(runs: readonly ComparedRun[]): [TableColumn, TableColumn] {
  const differing = differingSettings(runs);
  const isNumber = (setting: string) => runs.every((run) => typeof columnValue(run, { setting }) !== "string");
  const setting = differing.find(isNumber) ?? differing[0] ?? "seed";
  const names = metricNames(runs);
  const metric = ["val/segm/AP", "loss"].find((name) => names.includes(name)) ?? names[0];
  return [{ setting }, metric ? { metric, figure: "BEST" } : { setting: "seed" }];
}
