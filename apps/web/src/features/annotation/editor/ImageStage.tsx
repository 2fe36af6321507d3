"use client";

import { type PointerEvent, type RefObject, useId, useMemo, useRef, useState } from "react";
import type { BoxPx, MaskStyle } from "../../../mask/types.ts";
import {
  boxBetween,
  clampPoint,
  type EditableShape,
  moveShape,
  moveVertex,
  type PointPx,
  type VertexPlace,
} from "../editing/editShape.ts";
import { type Interaction, samePlace } from "../editing/interaction.ts";
import type { ShownAnnotation } from "../editing/shownAnnotations.ts";
import { DraftShape } from "./DraftShape.tsx";
import classes from "./ImageStage.module.css";
import { ShapeHandles } from "./ShapeHandles.tsx";
import { StageCursor } from "./StageCursor.tsx";
import { StageShape } from "./StageShape.tsx";
import { useSpaceHeld } from "./useSpaceHeld.ts";
import type { useStageView } from "./useStageView.ts";

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
  readonly annotations: readonly ShownAnnotation[];
  readonly stage: RefObject<HTMLDivElement | null>;
  readonly stageView: ReturnType<typeof useStageView>;
  readonly interaction: Interaction;
  readonly style: MaskStyle;
  readonly draftColor: string;
  /** The shape under the hand. */
  readonly held: { readonly id: string; readonly shape: EditableShape } | null;
  /** What a screen reader is told. */
  readonly announcement: string;
  readonly isKeyboard: boolean;
  readonly onKeyboard: (isKeyboard: boolean) => void;
  readonly onSelect: (id: string | null) => void;
  readonly hoveredId: string | null;
  readonly onHover: (id: string | null) => void;
  /** A point of the polygon being drawn. */
  readonly onPress: (at: PointPx) => void;
  readonly onFinish: () => void;
  readonly onBox: (box: BoxPx) => void;
  readonly onHold: (id: string, shape: EditableShape) => void;
  readonly onLetGo: () => void;
  readonly onChanged: (id: string, shape: EditableShape) => void;
  readonly onVertexRemove: (place: VertexPlace) => void;
}

/** Shorter drags are clicks; CSS pixels. */
const DRAG_LEAST_PX = 3;

/** The image with its annotations, on which they are chosen, drawn, moved and bent. */
export function ImageStage(props: ImageStageProps) {
  const { image, annotations, stage, stageView, interaction, style, held, onSelect, hoveredId } = props;
  const { tool, points, corner, cursor, selectedId } = interaction;
  const helpId = useId();
  const { view, pan } = stageView;
  const drag = useRef<Drag | null>(null);
  const downAt = useRef<PointPx>({ x: 0, y: 0 });
  const [pointer, setPointer] = useState<PointPx | null>(null);
  /** The vertices that the last two presses met: the stage has captured the pointer by the time a double click is told. */
  const pressed = useRef<readonly (VertexPlace | null)[]>([]);
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
    pressed.current = [pressed.current.at(-1) ?? null, next.name === "vertex" ? next.place : null];
  };

  const shapeOf = (id: string): EditableShape | null => {
    return annotations.find((one) => one.id === id)?.shape ?? null;
  };

  const onPointerDown = (event: PointerEvent) => {
    props.onKeyboard(false);
    if (event.button === 1 || (event.button === 0 && spaceHeld)) {
      event.preventDefault();
      capture(event, { name: "pan", x: event.clientX, y: event.clientY });
      return;
    }
    if (event.button !== 0) return;
    const at = toImage(event);
    if (tool === "polygon") {
      props.onPress(at);
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
      props.onHold(going.id, moveShape(going.shape, by, image));
    } else if (going.name === "vertex" && going.shape.kind === "POLYGON") {
      const parts = moveVertex(going.shape.parts, going.place, at, image);
      props.onHold(going.id, { kind: "POLYGON", parts });
    } else if (going.name === "corner") {
      props.onHold(going.id, { kind: "BOX", box: boxBetween(going.fixed, at, image) });
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
      if (moved && box.width >= 1 && box.height >= 1) props.onBox(box);
      return;
    }
    if (going?.name === "pan") {
      if (!moved && event.button === 0 && tool === "select" && !spaceHeld) onSelect(null);
      return;
    }
    if (!going || !held) return;
    if (moved) props.onChanged(held.id, held.shape);
    else props.onLetGo();
  };

  const onDoubleClick = () => {
    const [first, second] = pressed.current;
    if (tool === "polygon") props.onFinish();
    else if (first && second && samePlace(first, second)) props.onVertexRemove(second);
    pressed.current = [];
  };

  const ordered = useMemo(
    () => [...annotations].sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height),
    [annotations],
  );
  const selected = annotations.find(({ id }) => id === selectedId);
  const selectedShape = held && held.id === selectedId ? held.shape : (selected?.shape ?? null);

  const draftBox = drawnBox
    ? boxBetween(drawnBox.from, drawnBox.to, image)
    : tool === "box" && corner && cursor
      ? boxBetween(corner, cursor, image)
      : null;

  return (
    <div
      ref={stage}
      className={classes.stage}
      data-tool={spaceHeld ? "pan" : tool}
      role="application"
      aria-label={`${image.fileName} with ${annotations.length} annotations`}
      aria-describedby={helpId}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the stage is drawn on by keyboard
      tabIndex={0}
      data-keyboard={props.isKeyboard || undefined}
      onFocus={(event) => {
        if (event.target === event.currentTarget) props.onKeyboard(event.currentTarget.matches(":focus-visible"));
      }}
      onBlur={() => props.onKeyboard(false)}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        drag.current = null;
        props.onLetGo();
        setDrawnBox(null);
      }}
      onPointerLeave={() => setPointer(null)}
      onDoubleClick={onDoubleClick}
    >
      <p id={helpId} className={classes.told}>
        Arrow keys choose an annotation, Enter grabs it, and arrow keys move it then; brackets choose one of its
        vertices. P draws a polygon and B a box: arrow keys move the cursor, with Shift by larger steps, Enter sets a
        point, and Enter again on the last point finishes. Escape cancels, Backspace takes the last point back.
      </p>
      <p role="status" className={classes.told} data-testid="announcement">
        {props.announcement}
      </p>
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
              chosen={interaction.vertex}
              onVertexDown={(event, place, shape) => {
                event.stopPropagation();
                props.onKeyboard(false);
                capture(event, { name: "vertex", id: selected.id, place, shape });
                props.onHold(selected.id, shape);
              }}
              onCornerDown={(event, fixed) => {
                event.stopPropagation();
                capture(event, { name: "corner", id: selected.id, fixed });
              }}
              image={image}
            />
          ) : null}
          <DraftShape
            points={points}
            pointer={tool === "polygon" ? (cursor ?? (pointer && clampPoint(pointer, image))) : null}
            box={draftBox}
            color={props.draftColor}
            scale={view.scale}
          />
          {cursor ? <StageCursor at={cursor} scale={view.scale} /> : null}
        </g>
      </svg>
    </div>
  );
}
