"use client";

import { type PointerEvent, type RefObject, useMemo, useRef, useState } from "react";
import type { MaskStyle } from "../../../mask/types.ts";
import { DraftShape } from "./DraftShape.tsx";
import {
  boxBetween,
  clampPoint,
  type EditableShape,
  moveShape,
  moveVertex,
  type PointPx,
  type VertexPlace,
} from "./editShape.ts";
import classes from "./ImageStage.module.css";
import { ShapeHandles } from "./ShapeHandles.tsx";
import { StageShape, shapePaths } from "./StageShape.tsx";
import { type EditedAnnotation, editableShape } from "./useAnnotationEditor.ts";
import { useSpaceHeld } from "./useSpaceHeld.ts";
import type { useStageView } from "./useStageView.ts";

export type Tool = "select" | "polygon" | "box";

/** What the pointer is doing between its going down and up. */
type Drag =
  | { readonly name: "pan"; readonly x: number; readonly y: number }
  | { readonly name: "move"; readonly id: string; readonly from: PointPx; readonly shape: EditableShape }
  | { readonly name: "vertex"; readonly id: string; readonly place: VertexPlace; readonly shape: EditableShape }
  | { readonly name: "corner"; readonly id: string; readonly fixed: PointPx }
  | { readonly name: "draw"; readonly from: PointPx };

interface ImageStageProps {
  readonly image: {
    readonly displayUrl: string;
    readonly fileName: string;
    readonly widthPx: number;
    readonly heightPx: number;
  };
  readonly annotations: readonly EditedAnnotation[];
  readonly stage: RefObject<HTMLDivElement | null>;
  readonly stageView: ReturnType<typeof useStageView>;
  readonly tool: Tool;
  readonly style: MaskStyle;
  readonly draftColor: string;
  /** Drawn, but not yet on the server. */
  readonly unsavedShapes: readonly EditableShape[];
  readonly draft: readonly PointPx[];
  readonly onDraft: (points: readonly PointPx[]) => void;
  readonly selectedId: string | null;
  readonly onSelect: (id: string | null) => void;
  readonly hoveredId: string | null;
  readonly onHover: (id: string | null) => void;
  readonly onDrawn: (shape: EditableShape) => void;
  readonly onChanged: (id: string, shape: EditableShape) => Promise<boolean>;
}

/** Clicking this near to the first vertex closes a polygon; CSS pixels. */
const CLOSE_DISTANCE_PX = 10;
/** Shorter drags are clicks; CSS pixels. */
const DRAG_LEAST_PX = 3;

/** The image with its annotations, on which they are chosen, drawn, moved and bent. */
export function ImageStage(props: ImageStageProps) {
  const { image, annotations, stage, stageView, tool, style, draft, onDraft, selectedId, onSelect, hoveredId } = props;
  const { view, pan } = stageView;
  const drag = useRef<Drag | null>(null);
  const downAt = useRef<PointPx>({ x: 0, y: 0 });
  const [pointer, setPointer] = useState<PointPx | null>(null);
  /** The shape under the hand, and after that until the server's answer has arrived. */
  const [held, setHeld] = useState<{ readonly id: string; readonly shape: EditableShape } | null>(null);
  const [drawnBox, setDrawnBox] = useState<{ readonly from: PointPx; readonly to: PointPx } | null>(null);
  const spaceHeld = useSpaceHeld();

  const toImage = (event: { clientX: number; clientY: number }): PointPx => {
    const bounds = stage.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    return {
      x: (event.clientX - bounds.left - view.offsetX) / view.scale,
      y: (event.clientY - bounds.top - view.offsetY) / view.scale,
    };
  };

  const capture = (event: PointerEvent, next: Drag) => {
    drag.current = next;
    downAt.current = { x: event.clientX, y: event.clientY };
    stage.current?.setPointerCapture(event.pointerId);
  };

  const shapeOf = (id: string): EditableShape | null => {
    const annotation = annotations.find((one) => one.id === id);
    return annotation ? editableShape(annotation) : null;
  };

  const onPointerDown = (event: PointerEvent) => {
    if (event.button === 1 || (event.button === 0 && spaceHeld)) {
      event.preventDefault();
      capture(event, { name: "pan", x: event.clientX, y: event.clientY });
      return;
    }
    if (event.button !== 0) return;
    const at = toImage(event);
    if (tool === "polygon") {
      const [first] = draft;
      const near = first && Math.hypot(first.x - at.x, first.y - at.y) * view.scale < CLOSE_DISTANCE_PX;
      if (near && draft.length >= 3) finishPolygon();
      else onDraft([...draft, clampPoint(at, image)]);
      return;
    }
    if (tool === "box") {
      capture(event, { name: "draw", from: at });
      setDrawnBox({ from: at, to: at });
      return;
    }
    const id = (event.target as Element).closest("[data-annotation]")?.getAttribute("data-annotation") ?? null;
    if (id === null) {
      capture(event, { name: "pan", x: event.clientX, y: event.clientY });
      return;
    }
    onSelect(id);
    const shape = shapeOf(id);
    if (shape && id === selectedId) capture(event, { name: "move", id, from: at, shape });
  };

  const onPointerMove = (event: PointerEvent) => {
    const at = toImage(event);
    setPointer(at);
    const going = drag.current;
    if (!going) return;
    if (going.name === "pan") {
      pan(event.clientX - going.x, event.clientY - going.y);
      drag.current = { name: "pan", x: event.clientX, y: event.clientY };
    } else if (going.name === "move") {
      const by = { x: at.x - going.from.x, y: at.y - going.from.y };
      setHeld({ id: going.id, shape: moveShape(going.shape, by, image) });
    } else if (going.name === "vertex" && going.shape.kind === "POLYGON") {
      setHeld({
        id: going.id,
        shape: { kind: "POLYGON", parts: moveVertex(going.shape.parts, going.place, at, image) },
      });
    } else if (going.name === "corner") {
      setHeld({ id: going.id, shape: { kind: "BOX", box: boxBetween(going.fixed, at, image) } });
    } else if (going.name === "draw") {
      setDrawnBox({ from: going.from, to: at });
    }
  };

  const onPointerUp = (event: PointerEvent) => {
    const going = drag.current;
    drag.current = null;
    const moved = Math.hypot(event.clientX - downAt.current.x, event.clientY - downAt.current.y) >= DRAG_LEAST_PX;
    if (going?.name === "draw") {
      setDrawnBox(null);
      const box = boxBetween(going.from, toImage(event), image);
      if (moved && box.width >= 1 && box.height >= 1) props.onDrawn({ kind: "BOX", box });
      return;
    }
    if (going?.name === "pan") {
      if (!moved && event.button === 0 && tool === "select" && !spaceHeld) onSelect(null);
      return;
    }
    if (held) {
      if (moved) keep(held.id, held.shape);
      else setHeld(null);
    }
  };

  const keep = async (id: string, shape: EditableShape) => {
    setHeld({ id, shape });
    await props.onChanged(id, shape);
    setHeld((now) => (now?.shape === shape ? null : now));
  };

  const finishPolygon = () => {
    if (draft.length < 3) return;
    props.onDrawn({ kind: "POLYGON", parts: [{ outer: draft.flatMap(({ x, y }) => [x, y]), holes: [] }] });
    onDraft([]);
  };

  const ordered = useMemo(
    () => [...annotations].sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height),
    [annotations],
  );
  const selected = annotations.find(({ id }) => id === selectedId);
  const selectedShape = held && held.id === selectedId ? held.shape : selected ? editableShape(selected) : null;

  return (
    <div
      ref={stage}
      className={classes.stage}
      data-tool={spaceHeld ? "pan" : tool}
      role="application"
      aria-label={`${image.fileName} with ${annotations.length} annotations`}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        drag.current = null;
        setHeld(null);
        setDrawnBox(null);
      }}
      onPointerLeave={() => setPointer(null)}
      onDoubleClick={() => tool === "polygon" && finishPolygon()}
    >
      {/* biome-ignore lint/performance/noImgElement: the API makes the sizes itself */}
      <img
        key={image.displayUrl}
        src={image.displayUrl}
        alt={image.fileName}
        draggable={false}
        className={classes.image}
        style={{
          width: image.widthPx,
          height: image.heightPx,
          transform: `translate(${view.offsetX}px, ${view.offsetY}px) scale(${view.scale})`,
          imageRendering: view.scale > 4 ? "pixelated" : "auto",
        }}
      />
      <svg className={classes.layer} aria-hidden="true">
        <g transform={`translate(${view.offsetX} ${view.offsetY}) scale(${view.scale})`}>
          {ordered.map((annotation) => (
            <StageShape
              key={annotation.id}
              annotation={annotation}
              shape={held?.id === annotation.id ? held.shape : null}
              style={style}
              scale={view.scale}
              selected={annotation.id === selectedId}
              hovered={annotation.id === hoveredId}
              dimmed={selectedId !== null && annotation.id !== selectedId}
              onHover={props.onHover}
            />
          ))}
          {tool === "select" && selected && selectedShape ? (
            <ShapeHandles
              shape={selectedShape}
              color={selected.category.color}
              scale={view.scale}
              onVertexDown={(event, place, shape) => {
                event.stopPropagation();
                capture(event, { name: "vertex", id: selected.id, place, shape });
                setHeld({ id: selected.id, shape });
              }}
              onVertexRemove={(shape) => keep(selected.id, shape)}
              onCornerDown={(event, fixed) => {
                event.stopPropagation();
                capture(event, { name: "corner", id: selected.id, fixed });
              }}
              image={image}
            />
          ) : null}
          {props.unsavedShapes.flatMap(shapePaths).map((d) => (
            <path
              key={d}
              d={d}
              fill={props.draftColor}
              fillOpacity={0.2}
              stroke={props.draftColor}
              strokeWidth={1.5 / view.scale}
              strokeDasharray={`${5 / view.scale} ${3 / view.scale}`}
              pointerEvents="none"
            />
          ))}
          <DraftShape
            points={draft}
            pointer={tool === "polygon" && pointer ? clampPoint(pointer, image) : null}
            box={drawnBox ? boxBetween(drawnBox.from, drawnBox.to, image) : null}
            color={props.draftColor}
            scale={view.scale}
          />
        </g>
      </svg>
    </div>
  );
}
