import type { PointerEvent } from "react";
import {
  type EditableShape,
  type ImageSizePx,
  insertVertex,
  type PointPx,
  type VertexPlace,
} from "../editing/editShape.ts";
import { samePlace } from "../editing/interaction.ts";
import classes from "./ImageStage.module.css";

interface ShapeHandlesProps {
  readonly shape: EditableShape;
  readonly color: string;
  readonly scale: number;
  readonly image: ImageSizePx;
  /** The vertex that the keyboard moves. */
  readonly chosen: VertexPlace | null;
  /** `shape` already holds a vertex that was just inserted. */
  readonly onVertexDown: (event: PointerEvent, place: VertexPlace, shape: EditableShape) => void;
  /** `fixed` is the opposite corner, which stays. */
  readonly onCornerDown: (event: PointerEvent, fixed: PointPx) => void;
}

/** Handles of the selected shape: its vertices, the middles of its edges (a new vertex), or a box's corners. */
export function ShapeHandles(props: ShapeHandlesProps) {
  const { shape, color, scale, image } = props;
  if (shape.kind === "BOX") {
    const { x, y, width, height } = shape.box;
    const corners = [
      { key: "nw", at: { x, y }, fixed: { x: x + width, y: y + height }, cursor: "nwse-resize" },
      { key: "ne", at: { x: x + width, y }, fixed: { x, y: y + height }, cursor: "nesw-resize" },
      { key: "se", at: { x: x + width, y: y + height }, fixed: { x, y }, cursor: "nwse-resize" },
      { key: "sw", at: { x, y: y + height }, fixed: { x: x + width, y }, cursor: "nesw-resize" },
    ];
    return corners.map(({ key, at, fixed, cursor }) => (
      <circle
        key={key}
        cx={at.x}
        cy={at.y}
        r={5 / scale}
        className={classes.handle}
        stroke={color}
        strokeWidth={1.75 / scale}
        style={{ cursor }}
        onPointerDown={(event) => event.button === 0 && props.onCornerDown(event, fixed)}
      />
    ));
  }
  const { parts } = shape;
  return parts.flatMap((part, p) =>
    [part.outer, ...part.holes].flatMap((ring, r) =>
      Array.from({ length: ring.length / 2 }, (_, vertex) => {
        const place: VertexPlace = { part: p, ring: r, vertex };
        const at = { x: ring[vertex * 2] as number, y: ring[vertex * 2 + 1] as number };
        const next = (vertex * 2 + 2) % ring.length;
        const middle = { x: (at.x + (ring[next] as number)) / 2, y: (at.y + (ring[next + 1] as number)) / 2 };
        const edgePx = Math.hypot((ring[next] as number) - at.x, (ring[next + 1] as number) - at.y) * scale;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a vertex's place is its identity
          <g key={`${p} ${r} ${vertex}`}>
            {edgePx > 28 ? (
              <circle
                cx={middle.x}
                cy={middle.y}
                r={3.5 / scale}
                className={classes.midpoint}
                stroke={color}
                strokeWidth={1 / scale}
                onPointerDown={(event) => {
                  if (event.button !== 0) return;
                  const inserted = insertVertex(parts, place, middle, image);
                  props.onVertexDown(event, { ...place, vertex: vertex + 1 }, { kind: "POLYGON", parts: inserted });
                }}
              />
            ) : null}
            <circle
              cx={at.x}
              cy={at.y}
              r={4.5 / scale}
              className={classes.handle}
              data-vertex={`${p} ${r} ${vertex}`}
              data-chosen={(props.chosen !== null && samePlace(props.chosen, place)) || undefined}
              stroke={color}
              strokeWidth={1.75 / scale}
              onPointerDown={(event) => event.button === 0 && props.onVertexDown(event, place, shape)}
            />
          </g>
        );
      }),
    ),
  );
}
