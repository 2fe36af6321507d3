import { type PointerEvent, useState } from "react";
import type { Brush } from "./brushes.ts";
import type { DimensionScale } from "./dimensionScale.ts";
import classes from "./Relations.module.css";

const GRIP = 14;
const DRAG_LEAST = 4;

interface ParallelAxisProps {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly label: string;
  readonly labelWidth: number;
  /** Ticks stand to the left: at the last axis there is no room beside it. */
  readonly labelsLeft: boolean;
  readonly scale: DimensionScale;
  readonly brush: Pick<Brush, "from" | "to"> | null;
  readonly onBrush: (range: Pick<Brush, "from" | "to"> | null) => void;
  readonly onLog: (on: boolean) => void;
}

/** One axis with its ticks, its brush, and a switch for the logarithm. */
export function ParallelAxis(props: ParallelAxisProps) {
  const { x, top, bottom, label, labelWidth, labelsLeft, scale, brush, onBrush, onLog } = props;
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const y = (place: number) => bottom - place * (bottom - top);
  const placeAt = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, 1 - (event.clientY - box.top - GRIP / 2) / (box.height - GRIP)));
  };
  const finish = () => {
    if (!drag) return;
    setDrag(null);
    const [low, high] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
    const wide = (high - low) * (bottom - top) >= DRAG_LEAST;
    onBrush(wide ? { from: scale.numberAt(low), to: scale.numberAt(high) } : null);
  };
  const shown = drag ?? (brush && placesOf(brush, scale));
  const [high, low] = shown ? [y(Math.max(shown.from, shown.to)), y(Math.min(shown.from, shown.to))] : [0, 0];

  return (
    <g>
      <foreignObject x={x - labelWidth / 2} y={0} width={labelWidth} height={top - 8}>
        <div className={classes.axisTitle} title={label}>
          <span>{label}</span>
          {scale.kind === "numbers" ? (
            <button type="button" aria-pressed={scale.logarithmic} onClick={() => onLog(!scale.logarithmic)}>
              log
            </button>
          ) : null}
        </div>
      </foreignObject>
      <line x1={x} x2={x} y1={top} y2={bottom} className={classes.axis} />
      {scale.ticks.map(({ at, label: tick }) => (
        <text
          key={tick}
          x={labelsLeft ? x - 8 : x + 8}
          y={y(at)}
          dy="0.32em"
          textAnchor={labelsLeft ? "end" : "start"}
          className={classes.tick}
        >
          {tick.length > 16 ? `${tick.slice(0, 15)}…` : tick}
        </text>
      ))}
      {shown ? (
        <rect x={x - 6} y={high} width={12} height={Math.max(2, low - high)} rx={3} className={classes.brush} />
      ) : null}
      <rect
        x={x - GRIP}
        y={top - GRIP / 2}
        width={2 * GRIP}
        height={bottom - top + GRIP}
        className={classes.grip}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const place = placeAt(event);
          setDrag({ from: place, to: place });
        }}
        onPointerMove={(event) => (drag ? setDrag({ from: drag.from, to: placeAt(event) }) : undefined)}
        onPointerUp={finish}
        onPointerCancel={() => setDrag(null)}
      />
    </g>
  );
}

/** Where a brush's ends lie, from 0 to 1; of words the ends are positions. */
function placesOf({ from, to }: Pick<Brush, "from" | "to">, scale: DimensionScale): { from: number; to: number } {
  const clamp = (place: number) => Math.min(1, Math.max(0, place));
  if (scale.kind === "words") {
    const count = scale.ticks.length - 1 || 1;
    return { from: clamp(from / count), to: clamp(to / count) };
  }
  return { from: clamp(scale.place(from) ?? 0), to: clamp(scale.place(to) ?? 1) };
}
