"use client";

import { Paper, SimpleGrid, Text } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { curveColor } from "../../chart/palette.ts";
import { formatMetric } from "../../format/formatNumber.ts";
import { type DimensionScale, dimensionScale } from "../compare/dimensionScale.ts";
import plot from "../compare/Relations.module.css";
import { settingLabel } from "../configuration/settings.ts";
import type { SweepDimension } from "./describeDimension.ts";
import { formatVaried } from "./formatVaried.ts";
import { type SweepRun, settingOf } from "./sweepRun.ts";

const HEIGHT = 220;
const LEFT = 56;
const RIGHT = 16;
const TOP = 12;
const BOTTOM = 26;
/** As wide as a number in four digits gets. */
const LABEL_PX = 64;

interface SweepScatterProps {
  readonly runs: readonly SweepRun[];
  readonly dimensions: readonly SweepDimension[];
  readonly metric: string;
}

/** Each varied setting against the metric, a dot a run: whole where it trained to its end, hollow where the sweep ended it. */
export function SweepScatter({ runs, dimensions, metric }: SweepScatterProps) {
  const [focus, setFocus] = useState<string | null>(null);
  const measured = runs.filter(({ sweepValue }) => sweepValue !== null);
  const focused = measured.find(({ id }) => id === focus);
  if (measured.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No run has a value of {metric} yet.
      </Text>
    );
  }
  return (
    <div>
      <SimpleGrid cols={{ base: 1, md: Math.min(2, dimensions.length) }}>
        {dimensions.map((dimension) => (
          <SettingScatter
            key={dimension.setting}
            runs={measured}
            dimension={dimension}
            metric={metric}
            focus={focus}
            onFocus={setFocus}
          />
        ))}
      </SimpleGrid>
      <Text size="xs" c="dimmed" mih={18} mt={6}>
        {focused
          ? `#${focused.number} ${focused.name}: ${dimensions.map(({ setting }) => `${settingLabel(setting)} ${formatVaried(settingOf(focused, setting))}`).join(", ")}, ${metric} ${formatMetric(focused.sweepValue)}`
          : `${measured.length} of ${runs.length} runs have a value; a hollow dot is one that the sweep stopped. A click on a dot opens its run.`}
      </Text>
    </div>
  );
}

/** Both ends, and of those between what does not run into another's label. */
function ticksApart(ticks: DimensionScale["ticks"], x: (place: number) => number): DimensionScale["ticks"] {
  const [first, last] = [ticks[0], ticks.at(-1)];
  if (first === undefined || last === undefined || first === last) return ticks;
  const kept = [first];
  for (const tick of ticks.slice(1, -1)) {
    const before = kept.at(-1) ?? first;
    if (x(tick.at) - x(before.at) >= LABEL_PX && x(last.at) - x(tick.at) >= LABEL_PX) kept.push(tick);
  }
  return [...kept, last];
}

interface SettingScatterProps {
  readonly runs: readonly SweepRun[];
  readonly dimension: SweepDimension;
  readonly metric: string;
  readonly focus: string | null;
  readonly onFocus: (id: string | null) => void;
}

function SettingScatter({ runs, dimension, metric, focus, onFocus }: SettingScatterProps) {
  const router = useRouter();
  const { ref, width } = useElementSize();
  const { setting } = dimension;
  const valueAt = (run: SweepRun) => {
    const value = settingOf(run, setting);
    return typeof value === "number" ? value : formatVaried(value);
  };
  const isLog = "scale" in dimension && dimension.scale === "log";
  const xScale = dimensionScale(runs.map(valueAt), isLog);
  const yScale = dimensionScale(
    runs.map(({ sweepValue }) => sweepValue),
    false,
  );
  const x = (place: number) => LEFT + 10 + place * (width - LEFT - RIGHT - 20);
  const y = (place: number) => HEIGHT - BOTTOM - 8 - place * (HEIGHT - TOP - BOTTOM - 16);
  return (
    <Paper radius="lg" p="sm" bg="var(--my-surface-raised)">
      <Text fw={600} size="sm" mb={6} component="h3">
        {metric} over {settingLabel(setting)}
      </Text>
      <section ref={ref} aria-label={`${metric} over ${settingLabel(setting)}`}>
        {width > 0 ? (
          // biome-ignore lint/a11y/noSvgWithoutTitle: the section says what it is, and a title would hang over it as a tooltip
          <svg width={width} height={HEIGHT} className={plot.plot}>
            {yScale.ticks.map(({ at, label }) => (
              <g key={label}>
                <line x1={LEFT} x2={width - RIGHT} y1={y(at)} y2={y(at)} className={plot.grid} />
                <text x={LEFT - 8} y={y(at)} dy="0.32em" textAnchor="end" className={plot.tick}>
                  {label}
                </text>
              </g>
            ))}
            {ticksApart(xScale.ticks, x).map(({ at, label }) => (
              <g key={label}>
                <line x1={x(at)} x2={x(at)} y1={TOP} y2={HEIGHT - BOTTOM} className={plot.grid} />
                <text x={x(at)} y={HEIGHT - BOTTOM + 16} textAnchor="middle" className={plot.tick}>
                  {label}
                </text>
              </g>
            ))}
            {runs.map((run) => {
              const [px, py] = [xScale.place(valueAt(run)), yScale.place(run.sweepValue)];
              if (px === null || py === null) return null;
              const color = curveColor(0);
              return (
                // biome-ignore lint/a11y/useSemanticElements: a link of SVG, which next/link is not
                <circle
                  key={run.id}
                  role="link"
                  tabIndex={0}
                  aria-label={`Run ${run.number}: ${settingLabel(setting)} ${formatVaried(valueAt(run))}, ${metric} ${formatMetric(run.sweepValue)}`}
                  cx={x(px)}
                  cy={y(py)}
                  r={run.id === focus ? 7 : 5}
                  fill={run.sweepStop ? "var(--my-surface-raised)" : color}
                  className={plot.dot}
                  style={run.sweepStop ? { stroke: color } : {}}
                  onMouseEnter={() => onFocus(run.id)}
                  onMouseLeave={() => onFocus(null)}
                  onFocus={() => onFocus(run.id)}
                  onBlur={() => onFocus(null)}
                  onClick={() => router.push(`/runs/${run.id}`)}
                  onKeyDown={(event) => (event.key === "Enter" ? router.push(`/runs/${run.id}`) : undefined)}
                />
              );
            })}
          </svg>
        ) : (
          <div style={{ height: HEIGHT }} />
        )}
      </section>
    </Paper>
  );
}
