"use client";

import { useElementSize } from "@mantine/hooks";
import { useCallback, useMemo } from "react";
import type { DimensionScale } from "./dimensionScale.ts";
import classes from "./Relations.module.css";
import { type PlacedDot, type ScatterDot, ScatterDots } from "./ScatterDots.tsx";

const LEFT = 60;
const RIGHT = 20;
const TOP = 14;
const BOTTOM = 26;
const TITLE = 14;
/** Between the axes and the outermost dots. */
const MARGIN = 12;
/** As wide as a number in four digits gets. */
const LABEL_PX = 64;

interface ScatterPlotProps {
  readonly label: string;
  readonly heightPx: number;
  readonly xScale: DimensionScale;
  readonly yScale: DimensionScale;
  readonly xTitle?: string;
  /** Those that lack one of the two values are left out. */
  readonly dots: readonly ScatterDot[];
  /** The run pointed at, here or elsewhere. */
  readonly focus: string | null;
  readonly onFocus: (runId: string | null) => void;
}

/** One value of runs over another, a dot a run; a click opens it. */
export function ScatterPlot({ label, heightPx, xScale, yScale, xTitle, dots, focus, onFocus }: ScatterPlotProps) {
  const { ref, width } = useElementSize();
  const bottom = heightPx - BOTTOM - (xTitle === undefined ? 0 : TITLE);
  const x = useCallback((place: number) => LEFT + MARGIN + place * (width - LEFT - RIGHT - 2 * MARGIN), [width]);
  const y = useCallback((place: number) => bottom - MARGIN - place * (bottom - TOP - 2 * MARGIN), [bottom]);
  const placed = useMemo(
    () =>
      dots.flatMap((dot): PlacedDot[] => {
        const [across, up] = [xScale.place(dot.x), yScale.place(dot.y)];
        return across === null || up === null ? [] : [{ ...dot, px: x(across), py: y(up) }];
      }),
    [dots, xScale, yScale, x, y],
  );
  const focused = focus === null ? undefined : placed.find(({ runId }) => runId === focus);
  return (
    <section ref={ref} aria-label={label}>
      {width > 0 ? (
        // biome-ignore lint/a11y/noSvgWithoutTitle: the section says what it is, and a title would hang over it as a tooltip
        <svg width={width} height={heightPx} className={classes.plot}>
          {yScale.ticks.map(({ at, label: tick }) => (
            <g key={tick}>
              <line x1={LEFT} x2={width - RIGHT} y1={y(at)} y2={y(at)} className={classes.grid} />
              <text x={LEFT - 8} y={y(at)} dy="0.32em" textAnchor="end" className={classes.tick}>
                {tick}
              </text>
            </g>
          ))}
          {ticksApart(xScale.ticks, x).map(({ at, label: tick }) => (
            <g key={tick}>
              <line x1={x(at)} x2={x(at)} y1={TOP} y2={bottom} className={classes.grid} />
              <text x={x(at)} y={bottom + 16} textAnchor="middle" className={classes.tick}>
                {tick}
              </text>
            </g>
          ))}
          {xTitle === undefined ? null : (
            <text x={width / 2} y={heightPx - 4} textAnchor="middle" className={classes.tick}>
              {xTitle}
            </text>
          )}
          <ScatterDots dots={placed} onFocus={onFocus} />
          {focused ? (
            <circle
              cx={focused.px}
              cy={focused.py}
              r={8}
              fill={focused.hollow ? "var(--my-surface-raised)" : focused.color}
              className={classes.dot}
              style={{ pointerEvents: "none", ...(focused.hollow ? { stroke: focused.color } : {}) }}
            />
          ) : null}
        </svg>
      ) : (
        <div style={{ height: heightPx }} />
      )}
    </section>
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
