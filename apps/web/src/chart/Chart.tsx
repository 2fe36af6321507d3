"use client";

import { useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { formatMetric } from "../format/formatNumber.ts";
import classes from "./Chart.module.css";
import { ChartView } from "./ChartView.ts";
import { drawnCurves } from "./drawnCurves.ts";
import { shownRange } from "./shownRange.ts";
import type { AxisRange, ChartAxis, ChartCurve, ChartMark, PickedPoint } from "./types.ts";

interface ChartProps {
  readonly curves: readonly ChartCurve[];
  readonly axis: ChartAxis;
  readonly height: number;
  /** What the chart shows, for those who cannot see it. */
  readonly label: string;
  readonly smoothing?: number;
  readonly logX?: boolean;
  readonly logY?: boolean;
  /** Whether the band from each bucket's least to its greatest value is drawn; else that of the curve under the cursor alone. */
  readonly bounds?: boolean;
  readonly marks?: readonly ChartMark[];
  readonly syncKey?: string | null;
  /** What of the axis is shown; all that `extent` says when null. */
  readonly range?: AxisRange | null;
  /** The whole axis, so that charts beside one another agree; that of the curves when absent. */
  readonly extent?: AxisRange | null;
  readonly onRange?: (range: AxisRange | null) => void;
  /** Told the point that was clicked. */
  readonly onPick?: ((point: PickedPoint) => void) | undefined;
  readonly formatValue?: (value: number | null) => string;
}

const NO_MARKS: readonly ChartMark[] = [];

/**
 * Curves over an axis. Drag to zoom, double click to see all, click to pick a point; with the keyboard the arrows move the cursor, Enter picks,
 * Escape shows all. New points only replace the data.
 */
export function Chart(props: ChartProps) {
  const {
    curves,
    axis,
    height,
    label,
    smoothing = 0,
    logX = false,
    logY = false,
    bounds = true,
    marks = NO_MARKS,
  } = props;
  const { syncKey = null, range = null, extent = null, onRange, onPick, formatValue = formatMetric } = props;
  const { ref: frameRef, width } = useElementSize();
  const mountRef = useRef<HTMLDivElement>(null);
  const viewRef = useRef<ChartView | null>(null);
  const scheme = useComputedColorScheme("light", { getInitialValueInEffect: false });
  const [read, setRead] = useState("");
  const drawn = useMemo(() => drawnCurves(curves, { smoothing, logX, logY }), [curves, smoothing, logX, logY]);
  const content = useMemo(
    () => ({ curves: drawn, marks, bounds, range: shownRange(range ?? extent, drawn, logX) }),
    [drawn, marks, bounds, range, extent, logX],
  );
  const contentRef = useRef(content);
  const propsRef = useRef(props);
  contentRef.current = content;
  propsRef.current = props;

  // The chart itself is made anew only when its look changes. `scheme` changes the colours read from the page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: width and height are applied by resize below
  useEffect(() => {
    const mount = mountRef.current;
    if (!mount) return;
    const css = getComputedStyle(document.documentElement);
    const view = new ChartView(
      mount,
      {
        width: Math.max(width, 50),
        height,
        logX,
        logY,
        axis,
        syncKey,
        formatValue,
        gridColor: css.getPropertyValue("--my-chart-grid").trim(),
        textColor: css.getPropertyValue("--my-chart-text").trim(),
        markColor: css.getPropertyValue("--my-chart-mark").trim(),
        onRange: (next) => propsRef.current.onRange?.(next),
        onPick: (point) => propsRef.current.onPick?.(point),
        onRead: setRead,
      },
      contentRef.current,
    );
    viewRef.current = view;
    return () => {
      viewRef.current = null;
      view.destroy();
    };
  }, [logX, logY, axis, syncKey, formatValue, scheme]);

  useEffect(() => {
    if (width > 0) viewRef.current?.resize(width, height);
  }, [width, height]);

  useEffect(() => viewRef.current?.update(content), [content]);

  const onKeyDown = (event: KeyboardEvent) => {
    const view = viewRef.current;
    const points = event.shiftKey ? 10 : 1;
    if (event.key === "ArrowLeft") view?.move(-points);
    else if (event.key === "ArrowRight") view?.move(points);
    else if (event.key === "Enter") view?.pick();
    else if (event.key === "Escape") onRange?.(null);
    else return;
    event.preventDefault();
  };

  return (
    <div ref={frameRef} className={classes.frame} style={{ height, ...(onPick ? { cursor: "pointer" } : {}) }}>
      <div ref={mountRef} role="img" aria-label={label} />
      <button
        type="button"
        className={classes.keys}
        aria-label={`Read ${label} with the arrow keys`}
        onKeyDown={onKeyDown}
      />
      <span className="visually-hidden" aria-live="polite">
        {read}
      </span>
    </div>
  );
}
