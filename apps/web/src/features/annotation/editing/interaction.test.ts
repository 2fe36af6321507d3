import { expect, test } from "vitest";
import {
  AT_REST,
  type Effect,
  type Interaction,
  type InteractionEvent,
  interact,
  type Surroundings,
} from "./interaction.ts";

const square = { kind: "POLYGON", parts: [{ outer: [10, 10, 20, 10, 20, 20, 10, 20], holes: [] }] } as const;
const around: Surroundings = {
  image: { widthPx: 100, heightPx: 80 },
  shapes: [
    { id: "a", name: "car", shape: square },
    { id: "b", name: "sign", shape: { kind: "BOX", box: { x: 50, y: 40, width: 8, height: 6 } } },
    { id: "c", name: "mask", shape: null },
  ],
  scale: 1,
  centre: { x: 50, y: 40 },
  isStageFocused: false,
  hasCategory: true,
};
const focused: Surroundings = { ...around, isStageFocused: true };

function key(name: string, isShifted = false, isCommand = false): InteractionEvent {
  return { name: "key", key: name, isShifted, isCommand };
}

function press(x: number, y: number): InteractionEvent {
  return { name: "press", at: { x, y } };
}

/** Runs events in their order; the effects but for what is said. */
function run(events: readonly InteractionEvent[], on: Surroundings = around, from: Interaction = AT_REST) {
  let interaction = from;
  const effects: Effect[] = [];
  let isTaken = true;
  for (const event of events) {
    const outcome = interact(interaction, event, on);
    interaction = outcome.interaction;
    isTaken = outcome.isTaken;
    effects.push(...outcome.effects.filter(({ name }) => name !== "say"));
  }
  return { interaction, effects, isTaken };
}

const triangle = [key("p"), press(10, 10), press(30, 10), press(30, 30)];
const drawn = (outer: number[]) => ({ name: "create", shape: { kind: "POLYGON", parts: [{ outer, holes: [] }] } });

test.each([
  ["Enter", [...triangle, key("Enter")], [10, 10, 30, 10, 30, 30]],
  ["a click on the first point", [...triangle, press(12, 12)], [10, 10, 30, 10, 30, 30]],
  // The second click of a double click is on the point that the first one set.
  [
    "a double click",
    [...triangle, press(10, 30), press(10.4, 30), { name: "finish" }],
    [10, 10, 30, 10, 30, 30, 10, 30],
  ],
] as [string, InteractionEvent[], number[]][])(
  "a polygon is finished by %s, each point once",
  (_how, events, outer) => {
    const { interaction, effects } = run(events);
    expect(effects).toEqual([drawn(outer)]);
    expect(interaction).toEqual(AT_REST);
  },
);

test("without a class a finished drawing stays, and is finished when there is one", () => {
  const { interaction, effects } = run([...triangle, key("Enter")], { ...around, hasCategory: false });
  expect(effects).toEqual([{ name: "needCategory" }]);
  expect(interaction.points).toHaveLength(3);
  expect(run([key("Enter")], around, interaction).effects).toEqual([drawn([10, 10, 30, 10, 30, 30])]);
});

test.each(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"])("%s keeps the drawing and the image", (name) => {
  const { interaction, effects } = run([...triangle, key(name)]);
  expect(effects).toEqual([]);
  expect(interaction.points).toHaveLength(3);
  expect(interaction.cursor).not.toBeNull();
});

test("arrow keys walk through the images while nothing is drawn and the stage has not the focus", () => {
  expect(run([key("ArrowRight"), key("ArrowLeft")]).effects).toEqual([{ name: "next" }, { name: "previous" }]);
  expect(run([key("ArrowDown")]).isTaken).toBe(false);
});

test("points are taken back and put back, and cancelled", () => {
  const back = [...triangle, key("z", false, true), key("Backspace")];
  expect(run(back).interaction.points).toEqual([{ x: 10, y: 10 }]);
  expect(run([...back, key("z", true, true), key("y", false, true)]).interaction.points).toHaveLength(3);
  expect(run([...back, press(5, 5), key("y", false, true)]).interaction.points).toHaveLength(2);
  expect(run([...triangle, key("Escape")]).interaction).toMatchObject({ tool: "polygon", points: [] });
});

test.each([
  [key("z", false, true), "undo"],
  [key("z", true, true), "redo"],
  [key("Z", true, true), "redo"],
  [key("y", false, true), "redo"],
] as [InteractionEvent, string][])("%j while nothing is drawn goes through the history", (event, name) => {
  expect(run([event]).effects).toEqual([{ name: "settleHeld" }, { name }]);
});

test("a polygon is drawn by keyboard alone", () => {
  const step = (name: string) => [key(name, true), key("Enter")];
  const events = [
    key("p"),
    ...step("ArrowRight"),
    ...step("ArrowDown"),
    ...step("ArrowLeft"),
    key(" "),
    // On the last point again.
    key("Enter"),
  ];
  expect(run(events, focused).effects).toEqual([drawn([60, 40, 60, 50, 50, 50])]);
});

test("a box is drawn by keyboard from corner to corner", () => {
  const events = [key("b"), key("ArrowLeft"), key(" "), key("ArrowRight", true), key("ArrowDown", true), key("Enter")];
  expect(run(events, focused).effects).toEqual([
    { name: "create", shape: { kind: "BOX", box: { x: 49, y: 40, width: 10, height: 10 } } },
  ]);
});

test("a focused stage chooses shapes by arrow keys, and moves one that is grabbed", () => {
  expect(run([key("ArrowRight"), key("ArrowRight")], focused).interaction.selectedId).toBe("b");
  expect(run([key("ArrowUp")], focused).interaction.selectedId).toBe("c");
  const { interaction, effects } = run([key("ArrowRight"), key("Enter"), key("ArrowRight", true)], focused);
  expect(interaction.isGrabbed).toBe(true);
  expect(effects).toEqual([
    {
      name: "hold",
      id: "a",
      shape: { kind: "POLYGON", parts: [{ outer: [20, 10, 30, 10, 30, 20, 20, 20], holes: [] }] },
    },
  ]);
  expect(run([key("Enter")], focused, interaction)).toMatchObject({
    interaction: { isGrabbed: false, selectedId: "a" },
    effects: [{ name: "settleHeld" }],
  });
  // A mask has no vertices and stays.
  expect(run([key("ArrowUp"), key("Enter")], focused).interaction.isGrabbed).toBe(false);
});

test("a vertex is chosen, moved and removed by keyboard", () => {
  const grabbed = run([key("ArrowRight"), key("Enter"), key("]"), key("]")], focused);
  expect(grabbed.interaction.vertex).toEqual({ part: 0, ring: 0, vertex: 1 });
  expect(run([key("ArrowDown")], focused, grabbed.interaction).effects).toEqual([
    {
      name: "hold",
      id: "a",
      shape: { kind: "POLYGON", parts: [{ outer: [10, 10, 20, 11, 20, 20, 10, 20], holes: [] }] },
    },
  ]);
  expect(run([key("Delete")], focused, grabbed.interaction).effects).toEqual([
    { name: "reshape", id: "a", shape: { kind: "POLYGON", parts: [{ outer: [10, 10, 20, 20, 10, 20], holes: [] }] } },
  ]);
  expect(run([key("["), key("[")], focused, grabbed.interaction).interaction.vertex).toBeNull();
});

test("deleting chooses nothing else, and a double click on a vertex removes that one", () => {
  expect(run([key("Delete")], around, { ...AT_REST, selectedId: "b" }).effects).toEqual([{ name: "remove", id: "b" }]);
  expect(run([key("Delete")]).isTaken).toBe(false);
  const place = { part: 0, ring: 0, vertex: 3 };
  expect(run([{ name: "removeVertex", place }], around, { ...AT_REST, selectedId: "a" }).effects).toEqual([
    { name: "reshape", id: "a", shape: { kind: "POLYGON", parts: [{ outer: [10, 10, 20, 10, 20, 20], holes: [] }] } },
  ]);
});

test("a drawing outlives a look at another shape, and the image is not left with it", () => {
  const away = run([...triangle, key("v"), { name: "select", id: "b" }, key("ArrowRight")]);
  expect(away.effects).toEqual([{ name: "unfinished" }]);
  const { effects } = run([key("p"), press(10, 30), key("Enter")], around, away.interaction);
  expect(effects).toEqual([drawn([10, 10, 30, 10, 30, 30, 10, 30])]);
  // A box between is no point of it, and deleting means the shape that is chosen.
  const box = { x: 1, y: 1, width: 5, height: 5 };
  expect(run([...triangle, key("b"), { name: "box", box }]).interaction.points).toHaveLength(3);
  expect(run([key("Delete")], around, away.interaction).effects).toEqual([{ name: "remove", id: "b" }]);
});
