"use client";

import { useElementSize } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import type { DimensionScale, DimensionValue } from "./dimensionScale.ts";
import classes from "./Relations.module.css";

const LEFT = 60;
const RIGHT = 20;
const TOP = 14;
const BOTTOM = 26;
const TITLE = 14;
/** Between the axes and the outermost dots. */
const MARGIN = 12;
/** As wide as a number in four digits gets. */
const LABEL_PX = 64;

export interface ScatterDot {
  readonly runId: string;
  readonly x: DimensionValue;
  readonly y: DimensionValue;
  readonly color: string;
  readonly hollow?: boolean;
  /** What it is, for those who do not see it. */
  readonly label: string;
}

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
  const router = useRouter();
  const { ref, width } = useElementSize();
  const bottom = heightPx - BOTTOM - (xTitle === undefined ? 0 : TITLE);
  const x = (place: number) => LEFT + MARGIN + place * (width - LEFT - RIGHT - 2 * MARGIN);
  const y = (place: number) => bottom - MARGIN - place * (bottom - TOP - 2 * MARGIN);
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
          {dots.map(({ runId, color, hollow = false, label: dotLabel, ...dot }) => {
            const [px, py] = [xScale.place(dot.x), yScale.place(dot.y)];
            if (px === null || py === null) return null;
            return (
              // biome-ignore lint/a11y/useSemanticElements: a link of SVG, which next/link is not
              <circle
                key={runId}
                role="link"
                tabIndex={0}
                aria-label={dotLabel}
                cx={x(px)}
                cy={y(py)}
                r={runId === focus ? 8 : 6}
                fill={hollow ? "var(--my-surface-raised)" : color}
                className={classes.dot}
                style={hollow ? { stroke: color } : {}}
                onMouseEnter={() => onFocus(runId)}
                onMouseLeave={() => onFocus(null)}
                onFocus={() => onFocus(runId)}
                onBlur={() => onFocus(null)}
                onClick={() => router.push(`/runs/${runId}`)}
                onKeyDown={(event) => (event.key === "Enter" ? router.push(`/runs/${runId}`) : undefined)}
              />
            );
          })}
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
