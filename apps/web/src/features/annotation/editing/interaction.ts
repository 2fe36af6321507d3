import type { BoxPx } from "../../../mask/types.ts";
import {
  boxBetween,
  clampPoint,
  type EditableShape,
  type ImageSizePx,
  moveShape,
  moveVertex,
  type PointPx,
  removeVertex,
  shapeBox,
  type VertexPlace,
} from "./editShape.ts";

export type Tool = "select" | "polygon" | "box";

/** What the person is in the middle of: the tool, the shape being drawn, what is chosen. No edit yet. */
export interface Interaction {
  readonly tool: Tool;
  /** Of the polygon being drawn, which outlives a change of tool. Upright image pixels. */
  readonly points: readonly PointPx[];
  /** The first corner of a box that is drawn by keyboard. */
  readonly corner: PointPx | null;
  /** Points that were taken back, the next one to come again last. */
  readonly takenBack: readonly PointPx[];
  /** Where the keyboard points; null until it is used. */
  readonly cursor: PointPx | null;
  readonly selectedId: string | null;
  /** The vertex of the selected shape that the keyboard moves; null: the whole shape. */
  readonly vertex: VertexPlace | null;
  /** Arrow keys move the selected shape. */
  readonly isGrabbed: boolean;
}

export const AT_REST: Interaction = {
  tool: "select",
  points: [],
  corner: null,
  takenBack: [],
  cursor: null,
  selectedId: null,
  vertex: null,
  isGrabbed: false,
};

/** What the interaction stands on. */
export interface Surroundings {
  readonly image: ImageSizePx;
  /** In the order on screen. */
  readonly shapes: readonly { readonly id: string; readonly name: string; readonly shape: EditableShape | null }[];
  /** Screen pixels per image pixel. */
  readonly scale: number;
  /** The middle of what is seen, where the keyboard begins. */
  readonly centre: PointPx;
  /** The stage was reached by keyboard: arrow keys are its own. */
  readonly isStageFocused: boolean;
  readonly hasCategory: boolean;
}

export type InteractionEvent =
  | { readonly name: "tool"; readonly tool: Tool }
  | { readonly name: "select"; readonly id: string | null }
  | { readonly name: "press"; readonly at: PointPx }
  | { readonly name: "finish" }
  | { readonly name: "box"; readonly box: BoxPx }
  | { readonly name: "removeVertex"; readonly place: VertexPlace }
  | { readonly name: "key"; readonly key: string; readonly isShifted: boolean; readonly isCommand: boolean };

/** What is to be done beyond the interaction itself. */
export type Effect =
  | { readonly name: "create"; readonly shape: EditableShape }
  | { readonly name: "needCategory" }
  /** The image is not left in the middle of a drawing. */
  | { readonly name: "unfinished" }
  | { readonly name: "hold"; readonly id: string; readonly shape: EditableShape }
  | { readonly name: "reshape"; readonly id: string; readonly shape: EditableShape }
  /** What is held becomes an edit. */
  | { readonly name: "settleHeld" }
  | { readonly name: "remove"; readonly id: string }
  | { readonly name: "undo" | "redo" | "fit" | "previous" | "next" }
  | { readonly name: "category"; readonly index: number }
  | { readonly name: "say"; readonly text: string };

export interface Outcome {
  readonly interaction: Interaction;
  readonly effects: readonly Effect[];
  /** False: the key means nothing here, and the browser may have it. */
  readonly isTaken: boolean;
}

/** Clicking this near to the first vertex closes a polygon; screen pixels. */
const CLOSE_DISTANCE_PX = 10;
/** A click this near to the last one is the same point again, as of a double click; screen pixels. */
const SAME_POINT_PX = 3;
const LARGE_STEP = 10;

/** One event in, the next interaction and its effects out. */
export function interact(before: Interaction, event: InteractionEvent, around: Surroundings): Outcome {
  switch (event.name) {
    case "tool":
      return to(withTool(before, event.tool, around));
    case "select":
      return to({ ...atRest(before), selectedId: event.id });
    case "press":
      // The pointer has the word again.
      return setPoint({ ...before, cursor: null }, event.at, around);
    case "finish":
      return finish(before, around);
    case "box":
      return created(before, { kind: "BOX", box: event.box }, around);
    case "removeVertex":
      return withoutVertex(before, event.place, around);
    case "key":
      return key(before, event, around);
  }
}

function to(interaction: Interaction, ...effects: Effect[]): Outcome {
  return { interaction, effects, isTaken: true };
}

/** At rest but for a polygon that is not finished: it is gone on with when the polygon tool is chosen again. */
function atRest({ points, takenBack }: Interaction): Interaction {
  return { ...AT_REST, points, takenBack };
}

/** A drawing tool of a stage that has the focus shows where the keyboard points. */
function withTool(before: Interaction, tool: Tool, { isStageFocused, centre, image }: Surroundings): Interaction {
  if (tool === "select") return { ...atRest(before), selectedId: before.selectedId };
  const cursor = isStageFocused ? clampPoint(before.points.at(-1) ?? centre, image) : null;
  return { ...atRest(before), tool, cursor };
}

function isDrawing({ tool, points }: Interaction): boolean {
  return tool === "polygon" && points.length > 0;
}

function say(text: string): Effect {
  return { name: "say", text };
}

function near(a: PointPx | undefined, b: PointPx, distancePx: number, { scale }: Surroundings): boolean {
  return a !== undefined && Math.hypot(a.x - b.x, a.y - b.y) * scale < distancePx;
}

/** A point of the polygon being drawn; at its beginning it closes it, at its end it is the last one again. */
function setPoint(before: Interaction, at: PointPx, around: Surroundings): Outcome {
  const { points } = before;
  if (points.length >= 3 && near(points[0], at, CLOSE_DISTANCE_PX, around)) return finish(before, around);
  if (near(points.at(-1), at, SAME_POINT_PX, around)) return to(before);
  const point = clampPoint(at, around.image);
  const more = [...points, point];
  return to({ ...before, points: more, takenBack: [] }, say(`Point ${more.length} at ${spoken(point)}`));
}

function finish(before: Interaction, around: Surroundings): Outcome {
  if (before.tool !== "polygon" || before.points.length < 3) return to(before);
  const outer = before.points.flatMap(({ x, y }) => [x, y]);
  return created(before, { kind: "POLYGON", parts: [{ outer, holes: [] }] }, around);
}

/** Without a class the drawing stays: it can be finished when there is one. */
function created(before: Interaction, shape: EditableShape, { hasCategory }: Surroundings): Outcome {
  if (!hasCategory) return to(before, { name: "needCategory" });
  return to(shape.kind === "BOX" ? atRest(before) : AT_REST, { name: "create", shape });
}

function withoutVertex(before: Interaction, place: VertexPlace, around: Surroundings): Outcome {
  const selected = around.shapes.find(({ id }) => id === before.selectedId);
  if (selected?.shape?.kind !== "POLYGON") return to(before);
  const parts = removeVertex(selected.shape.parts, place);
  return to(
    { ...before, vertex: null },
    { name: "reshape", id: selected.id, shape: { kind: "POLYGON", parts } },
    say("Vertex removed"),
  );
}

type KeyEvent = Extract<InteractionEvent, { name: "key" }>;

function key(before: Interaction, event: KeyEvent, around: Surroundings): Outcome {
  if (event.isCommand) return command(before, event);
  const arrow = ARROWS[event.key];
  if (arrow) return arrowKey(before, arrow, event.isShifted ? LARGE_STEP : 1, around);
  if (/^[1-9]$/.test(event.key)) return to(before, { name: "category", index: Number(event.key) - 1 });
  switch (event.key) {
    case "v":
      return interact(before, { name: "tool", tool: "select" }, around);
    case "p":
      return interact(before, { name: "tool", tool: "polygon" }, around);
    case "b":
      return interact(before, { name: "tool", tool: "box" }, around);
    case "f":
      return to(before, { name: "fit" });
    case "Escape":
      return stepBack(before);
    case "Delete":
    case "Backspace":
      return removeKey(before, around);
    case "Enter":
      return enter(before, around);
    case " ":
      return before.cursor === null ? notTaken(before) : cursorPoint(before, before.cursor, around);
    case "[":
    case "]":
      return nextVertex(before, event.key === "]" ? 1 : -1, around);
    default:
      return notTaken(before);
  }
}

function notTaken(interaction: Interaction): Outcome {
  return { interaction, effects: [], isTaken: false };
}

function command(before: Interaction, { key: name, isShifted }: KeyEvent): Outcome {
  const letter = name.toLowerCase();
  const isRedo = letter === "y" || (letter === "z" && isShifted);
  if (!isRedo && letter !== "z") return notTaken(before);
  const isOfDrawing = isDrawing(before) || (before.tool === "polygon" && isRedo && before.takenBack.length > 0);
  if (isOfDrawing) return isRedo ? putBack(before) : takeBack(before);
  return to({ ...before, isGrabbed: false, vertex: null }, { name: "settleHeld" }, { name: isRedo ? "redo" : "undo" });
}

function takeBack(before: Interaction): Outcome {
  const point = before.points.at(-1);
  if (point === undefined) return to(before);
  const points = before.points.slice(0, -1);
  return to({ ...before, points, takenBack: [...before.takenBack, point] }, say(`${points.length} points left`));
}

function putBack(before: Interaction): Outcome {
  const point = before.takenBack.at(-1);
  if (point === undefined) return to(before);
  const points = [...before.points, point];
  return to({ ...before, points, takenBack: before.takenBack.slice(0, -1) }, say(`Point ${points.length} again`));
}

function stepBack(before: Interaction): Outcome {
  if (isDrawing(before)) return to({ ...before, points: [], takenBack: [] }, say("Drawing cancelled"));
  if (before.corner !== null) return to({ ...before, corner: null }, say("Box cancelled"));
  if (before.tool !== "select") return to(atRest(before), say("Select"));
  if (before.isGrabbed)
    return to({ ...before, isGrabbed: false, vertex: null }, { name: "settleHeld" }, say("Put down"));
  if (before.selectedId !== null) return to({ ...before, selectedId: null }, say("Nothing selected"));
  return before.points.length > 0 ? to(AT_REST, say("Drawing cancelled")) : to(before);
}

function removeKey(before: Interaction, around: Surroundings): Outcome {
  if (isDrawing(before)) return takeBack(before);
  if (before.selectedId === null) return notTaken(before);
  if (before.vertex !== null) return withoutVertex(before, before.vertex, around);
  return to(atRest(before), { name: "remove", id: before.selectedId }, say("Deleted"));
}

const ARROWS: Readonly<Record<string, PointPx>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Arrow keys draw with a drawing tool, move what is grabbed, walk through the shapes of a focused stage, or through the images. */
function arrowKey(before: Interaction, arrow: PointPx, factor: number, around: Surroundings): Outcome {
  // One pixel of the screen, or of the image where that is larger.
  const stepPx = Math.max(1, Math.round(1 / around.scale)) * factor;
  const by = { x: arrow.x * stepPx, y: arrow.y * stepPx };
  if (before.tool !== "select") {
    const from = before.cursor ?? (before.tool === "polygon" ? before.points.at(-1) : null) ?? around.centre;
    const cursor = clampPoint({ x: from.x + by.x, y: from.y + by.y }, around.image);
    return to({ ...before, cursor }, say(spoken(cursor)));
  }
  if (before.isGrabbed) return moveGrabbed(before, by, around);
  const forward = arrow.x + arrow.y > 0;
  if (around.isStageFocused) return walkShapes(before, forward ? 1 : -1, around);
  if (arrow.y !== 0) return notTaken(before);
  if (before.points.length > 0) return to(before, { name: "unfinished" });
  return to(before, { name: forward ? "next" : "previous" });
}

function moveGrabbed(before: Interaction, by: PointPx, { shapes, image }: Surroundings): Outcome {
  const selected = shapes.find(({ id }) => id === before.selectedId);
  if (!selected?.shape) return to(before);
  const { id, shape } = selected;
  const { vertex } = before;
  if (vertex === null || shape.kind === "BOX") {
    const moved = moveShape(shape, by, image);
    const { x, y } = shapeBox(moved);
    return to(before, { name: "hold", id, shape: moved }, say(spoken({ x, y })));
  }
  const at = vertexAt(shape, vertex);
  const point = clampPoint({ x: at.x + by.x, y: at.y + by.y }, image);
  const parts = moveVertex(shape.parts, vertex, point, image);
  return to(before, { name: "hold", id, shape: { kind: "POLYGON", parts } }, say(spoken(point)));
}

function walkShapes(before: Interaction, by: 1 | -1, { shapes }: Surroundings): Outcome {
  if (shapes.length === 0) return to(before, say("No annotations"));
  const at = shapes.findIndex(({ id }) => id === before.selectedId);
  const next = at < 0 ? (by > 0 ? 0 : shapes.length - 1) : (at + by + shapes.length) % shapes.length;
  const { id, name, shape } = shapes[next] as Surroundings["shapes"][number];
  const box = shape && shapeBox(shape);
  const where = box ? `, ${Math.round(box.width)} by ${Math.round(box.height)} pixels at ${spoken(box)}` : "";
  return to({ ...atRest(before), selectedId: id }, say(`${name}, ${next + 1} of ${shapes.length}${where}`));
}

function enter(before: Interaction, around: Surroundings): Outcome {
  if (before.tool !== "select") {
    const last = before.tool === "polygon" ? before.points.at(-1) : undefined;
    if (before.cursor !== null && !near(last, before.cursor, SAME_POINT_PX, around)) {
      return cursorPoint(before, before.cursor, around);
    }
    return finish(before, around);
  }
  if (!around.isStageFocused || before.selectedId === null) return notTaken(before);
  if (before.isGrabbed) return stepBack(before);
  const isRigid = !around.shapes.find(({ id }) => id === before.selectedId)?.shape;
  if (isRigid) return to(before, say("A mask cannot be moved"));
  return to(
    { ...before, isGrabbed: true },
    say("Grabbed: arrow keys move it, brackets choose a vertex, Enter puts it down"),
  );
}

function cursorPoint(before: Interaction, cursor: PointPx, around: Surroundings): Outcome {
  if (before.tool === "polygon") return setPoint(before, cursor, around);
  const { corner } = before;
  if (corner === null) return to({ ...before, corner: cursor }, say(`First corner at ${spoken(cursor)}`));
  const box = boxBetween(corner, cursor, around.image);
  return box.width < 1 || box.height < 1
    ? to(before, say("The box has no area yet"))
    : created(before, { kind: "BOX", box }, around);
}

function nextVertex(before: Interaction, by: 1 | -1, { shapes }: Surroundings): Outcome {
  const shape = shapes.find(({ id }) => id === before.selectedId)?.shape;
  if (!before.isGrabbed || shape?.kind !== "POLYGON") return notTaken(before);
  const places = vertexPlaces(shape);
  const { vertex } = before;
  const at = vertex === null ? -1 : places.findIndex((one) => samePlace(one, vertex));
  // Before the first and after the last is the whole shape.
  const next = ((at + 1 + by + places.length + 1) % (places.length + 1)) - 1;
  const place = places[next] ?? null;
  const text = place
    ? `Vertex ${next + 1} of ${places.length} at ${spoken(vertexAt(shape, place))}`
    : "The whole shape";
  return to({ ...before, vertex: place }, { name: "settleHeld" }, say(text));
}

export function samePlace(a: VertexPlace, b: VertexPlace): boolean {
  return a.part === b.part && a.ring === b.ring && a.vertex === b.vertex;
}

type Polygon = Extract<EditableShape, { kind: "POLYGON" }>;

function vertexPlaces({ parts }: Polygon): VertexPlace[] {
  return parts.flatMap(({ outer, holes }, part) =>
    [outer, ...holes].flatMap((points, ring) =>
      Array.from({ length: points.length / 2 }, (_, vertex) => ({ part, ring, vertex })),
    ),
  );
}

function vertexAt({ parts }: Polygon, { part, ring, vertex }: VertexPlace): PointPx {
  const one = parts[part];
  const points = ring === 0 ? one?.outer : one?.holes[ring - 1];
  return { x: points?.[vertex * 2] ?? 0, y: points?.[vertex * 2 + 1] ?? 0 };
}

function spoken({ x, y }: PointPx): string {
  return `${Math.round(x)}, ${Math.round(y)}`;
}
