import { useRouter } from "next/navigation";
import { memo, type SyntheticEvent } from "react";
import type { DimensionValue } from "./dimensionScale.ts";
import classes from "./Relations.module.css";

export interface ScatterDot {
  readonly runId: string;
  readonly x: DimensionValue;
  readonly y: DimensionValue;
  readonly color: string;
  readonly hollow?: boolean;
  /** What it is, for those who do not see it. */
  readonly label: string;
}

/** A dot in pixels of the plot. */
export type PlacedDot = ScatterDot & { readonly px: number; readonly py: number };

const RADIUS = 6;
/** Of so many dots that they would hide one another; the Tab key does not stop at each of these. */
const MANY = 300;
const RADIUS_OF_MANY = 3.5;

interface ScatterDotsProps {
  readonly dots: readonly PlacedDot[];
  readonly onFocus: (runId: string | null) => void;
}

/** Dots that tell which is pointed at and open their runs. The events are heard for all of them at once: there may be thousands. */
export const ScatterDots = memo(function ScatterDots({ dots, onFocus }: ScatterDotsProps) {
  const router = useRouter();
  const many = dots.length > MANY;
  const open = (event: SyntheticEvent) => {
    const runId = runOf(event);
    if (runId !== null) router.push(`/runs/${runId}`);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears for the dots, which are links
    <g
      onMouseOver={(event) => onFocus(runOf(event))}
      onMouseOut={() => onFocus(null)}
      onFocus={(event) => onFocus(runOf(event))}
      onBlur={() => onFocus(null)}
      onClick={open}
      onKeyDown={(event) => (event.key === "Enter" ? open(event) : undefined)}
    >
      {dots.map(({ runId, px, py, color, hollow, label }) => (
        // biome-ignore lint/a11y/useSemanticElements: a link of SVG, which next/link is not
        <circle
          key={runId}
          data-run={runId}
          role="link"
          tabIndex={many ? -1 : 0}
          aria-label={label}
          cx={px}
          cy={py}
          r={many ? RADIUS_OF_MANY : RADIUS}
          fill={hollow ? "var(--my-surface-raised)" : color}
          className={classes.dot}
          style={hollow ? { stroke: color } : {}}
        />
      ))}
    </g>
  );
});

function runOf(event: SyntheticEvent): string | null {
  return (event.target as SVGElement).dataset.run ?? null;
}
