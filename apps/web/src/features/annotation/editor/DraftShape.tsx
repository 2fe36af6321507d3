import type { BoxPx } from "../../../mask/types.ts";
import type { PointPx } from "../editing/editShape.ts";

interface DraftShapeProps {
  readonly points: readonly PointPx[];
  readonly pointer: PointPx | null;
  readonly box: BoxPx | null;
  readonly color: string;
  readonly scale: number;
}

/** The polygon or box being drawn; its first vertex shows where a click closes it. */
export function DraftShape({ points, pointer, box, color, scale }: DraftShapeProps) {
  if (box) {
    return (
      <rect {...box} fill={color} fillOpacity={0.15} stroke={color} strokeWidth={1.75 / scale} pointerEvents="none" />
    );
  }
  const [first] = points;
  if (!first) return null;
  const line = [...points, ...(pointer ? [pointer] : [])];
  return (
    <g pointerEvents="none">
      <path
        d={`M${line.map(({ x, y }) => `${x} ${y}`).join("L")}`}
        fill={color}
        fillOpacity={0.15}
        stroke={color}
        strokeWidth={1.75 / scale}
        strokeLinejoin="round"
      />
      {points.map((point, i) => (
        <circle
          // biome-ignore lint/suspicious/noArrayIndexKey: a vertex's place in the draft is its identity
          key={i}
          cx={point.x}
          cy={point.y}
          r={(i === 0 && points.length >= 3 ? 6 : 3.5) / scale}
          fill="#fff"
          stroke={color}
          strokeWidth={1.5 / scale}
        />
      ))}
    </g>
  );
}
