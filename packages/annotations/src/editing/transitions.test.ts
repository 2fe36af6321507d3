import { describe, expect, test } from "vitest";
import { type EditingState, emptyState } from "./EditingState.ts";
import { looked } from "./lookAtServer.ts";
import { hold, letGo, makeEdit, redo, undo } from "./makeEdit.ts";
import { dismissRefused, makeAgain } from "./refusedEdits.ts";
import { resumedState, savedState } from "./savedState.ts";
import { answered, lost, nextRequest, refused } from "./sendEdits.ts";
import { shownContents } from "./shownContents.ts";

interface Content {
  readonly name: string;
  readonly x: number;
}

type State = EditingState<Content>;
type Move = (state: State) => State;

const told = (id: string, revision: number, content: Content, isDeleted = false) => ({
  id,
  revision,
  isDeleted,
  content,
});
const car = { name: "car", x: 1 };
const opened = looked(emptyState<Content>(), [told("a", 4, car)], 0);

const move =
  (key: string, x: number): Move =>
  (state) =>
    makeEdit(state, {
      key,
      label: "move",
      wishes: [{ id: "a", to: { ...(shownContents(state).get("a") ?? car), x } }],
    });
const name =
  (key: string, to: string): Move =>
  (state) =>
    makeEdit(state, {
      key,
      label: "name",
      wishes: [{ id: "a", to: { ...(shownContents(state).get("a") ?? car), name: to } }],
    });
const remove =
  (key: string): Move =>
  (state) =>
    makeEdit(state, { key, label: "deletion", wishes: [{ id: "a", to: null }] });
const send: Move = (state) => nextRequest(state)?.state ?? state;
const answer =
  (key: string, revision: number, content: Content, isDeleted = false): Move =>
  (state) =>
    answered(state, key, [told("a", revision, content, isDeleted)]);
const refuse =
  (key: string, code: string): Move =>
  (state) =>
    refused(state, key, { code, message: code });
const look =
  (revision: number, content: Content | null): Move =>
  (state) =>
    looked(state, content === null ? [] : [told("a", revision, content)], state.time);
const go = (...moves: Move[]): State => moves.reduce((state, one) => one(state), opened);

/** Where every edit is, in a line. */
function places({ held, pending, request, isLost, lookFrom, refused: refusals, done, undone }: State): string {
  const words = [
    held.length > 0 && "held",
    ...pending.map(({ key }, i) => `${key} ${i === 0 && request ? (isLost ? "lost" : "sent") : "pending"}`),
    lookFrom !== null && "look",
    ...refusals.map(({ edit, code }) => `${edit.key} refused ${code}`),
    `done ${done.length}`,
    undone.length > 0 && `undone ${undone.length}`,
  ];
  return words.filter(Boolean).join(", ");
}

describe("where an edit is, and what is on screen", () => {
  test.each([
    ["nothing yet", [], "done 0", car],
    ["held", [(s) => hold(s, [{ id: "a", to: { ...car, x: 9 } }])], "held, done 0", { ...car, x: 9 }],
    ["held, let go", [(s) => hold(s, [{ id: "a", to: { ...car, x: 9 } }]), letGo], "done 0", car],
    ["made", [move("m", 2)], "m pending, done 1", { ...car, x: 2 }],
    ["that changes nothing", [move("m", 1)], "done 0", car],
    ["sent", [move("m", 2), send], "m sent, done 1", { ...car, x: 2 }],
    ["saved", [move("m", 2), send, answer("m.1", 5, { ...car, x: 2 })], "done 1", { ...car, x: 2 }],
    ["without an answer", [move("m", 2), send, (s) => lost(s, "m.1")], "m lost, done 1", { ...car, x: 2 }],
    ["sent again", [move("m", 2), send, (s) => lost(s, "m.1"), send], "m sent, done 1", { ...car, x: 2 }],
    ["behind one that was sent", [move("m", 2), send, move("n", 3)], "m sent, n pending, done 2", { ...car, x: 3 }],
    ["refused", [move("m", 2), send, refuse("m.1", "INVALID_INPUT")], "m refused INVALID_INPUT, done 0", car],
    ["contradicted", [move("m", 2), send, refuse("m.1", "CONFLICT")], "m pending, look, done 1", { ...car, x: 2 }],
    [
      "contradicted by another field",
      [move("m", 2), send, refuse("m.1", "CONFLICT"), look(5, { name: "bus", x: 1 })],
      "m pending, done 1",
      { name: "bus", x: 2 },
    ],
    [
      "contradicted by the same field",
      [move("m", 2), send, refuse("m.1", "CONFLICT"), look(5, { ...car, x: 8 })],
      "m refused CONFLICT, done 0",
      { ...car, x: 8 },
    ],
    [
      "contradicted by the same change",
      [move("m", 2), send, refuse("m.1", "CONFLICT"), look(5, { ...car, x: 2 })],
      "done 0",
      { ...car, x: 2 },
    ],
    [
      "contradicted by nothing that a look shows",
      [move("m", 2), send, refuse("m.1", "CONFLICT"), look(4, car)],
      "m refused CONFLICT, done 0",
      car,
    ],
    [
      "on one that is refused",
      [move("m", 2), send, move("n", 3), name("o", "bus"), refuse("m.1", "INVALID_INPUT")],
      "o pending, m refused INVALID_INPUT, n refused STOOD_ON_REFUSED, done 1",
      { name: "bus", x: 1 },
    ],
    ["undone before it was sent", [move("m", 2), (s) => undo(s, "u")], "done 0, undone 1", car],
    ["undone while it was sent", [move("m", 2), send, (s) => undo(s, "u")], "m sent, u pending, done 0, undone 1", car],
    ["redone", [move("m", 2), (s) => undo(s, "u"), (s) => redo(s, "r")], "r pending, done 1", { ...car, x: 2 }],
    [
      "made after an undo",
      [move("m", 2), (s) => undo(s, "u"), name("n", "bus")],
      "n pending, done 1",
      { name: "bus", x: 1 },
    ],
    [
      "moved and deleted before the answer, and undone",
      [move("m", 2), send, remove("d"), (s) => undo(s, "u"), answer("m.1", 5, { ...car, x: 2 })],
      "done 1, undone 1",
      { ...car, x: 2 },
    ],
    [
      "refused and made again",
      [move("m", 2), send, refuse("m.1", "CONFLICT"), look(5, { name: "bus", x: 8 }), (s) => makeAgain(s, "m", "n")],
      "n pending, done 1",
      { name: "bus", x: 2 },
    ],
    [
      "refused and let go",
      [move("m", 2), send, refuse("m.1", "INVALID_INPUT"), (s) => dismissRefused(s, "m")],
      "done 0",
      car,
    ],
    [
      "sent when the page was left",
      [move("m", 2), send, move("n", 3), (s) => resumedState(JSON.parse(JSON.stringify(savedState(s))))],
      "m lost, n pending, done 0",
      { ...car, x: 3 },
    ],
  ] as [string, Move[], string, Content | null][])("%s", (_what, moves, where, shown) => {
    const state = go(...moves);
    expect(places(state)).toBe(where);
    expect(shownContents(state).get("a") ?? null).toEqual(shown);
  });
});

describe("what is sent", () => {
  const requestOf = (...moves: Move[]) => nextRequest(go(...moves))?.request ?? null;

  test.each([
    ["the fields that changed, at the revision of its time", [move("m", 2)], 4, { x: { value: 2, revision: null } }],
    [
      "nothing but them after somebody else's change",
      [move("m", 2), look(7, { name: "bus", x: 1 })],
      7,
      { x: { value: 2, revision: null } },
    ],
  ] as [string, Move[], number, object][])("%s", (_what, moves, expectedRevision, fields) => {
    expect(requestOf(...moves)?.operations).toEqual([{ kind: "update", id: "a", expectedRevision, fields }]);
  });

  test("a deletion, and the revision that comes back by undoing it", () => {
    const deleted = [remove("d"), send, answer("d.1", 5, car, true)];
    expect(requestOf(remove("d"))?.operations).toEqual([{ kind: "delete", id: "a", expectedRevision: 4 }]);
    expect(requestOf(...deleted, (s) => undo(s, "u"))).toEqual({
      key: "u.1",
      operations: [{ kind: "restore", id: "a", expectedRevision: 5, revision: 4 }],
    });
  });

  test("a move undone brings back the revision that was, not a copy of it", () => {
    expect(requestOf(move("m", 2), send, answer("m.1", 5, { ...car, x: 2 }), (s) => undo(s, "u"))?.operations).toEqual([
      { kind: "restore", id: "a", expectedRevision: 5, revision: 4 },
    ]);
  });

  test("a new annotation and its next change, before the server knows it", () => {
    const create: Move = (state) => makeEdit(state, { key: "c", label: "drawing", wishes: [{ id: "new", to: car }] });
    const both = go(create, (s) =>
      makeEdit(s, { key: "m", label: "move", wishes: [{ id: "new", to: { ...car, x: 5 } }] }),
    );
    const first = nextRequest(both);
    expect(first?.request.operations).toEqual([{ kind: "create", id: "new", content: car }]);
    const second = nextRequest(answered(first?.state ?? both, "c.1", [told("new", 1, car)]));
    expect(second?.request.operations).toMatchObject([{ kind: "update", id: "new", expectedRevision: 1 }]);
  });

  test("nothing while an answer is awaited, and the very same after it was lost", () => {
    const sent = go(move("m", 2), send);
    expect(nextRequest(sent)).toBeNull();
    expect(nextRequest(lost(sent, "m.1"))?.request).toBe(sent.request);
    // A late answer of another try means nothing.
    expect(lost(sent, "other.1")).toBe(sent);
    expect(answered(sent, "other.1", [])).toBe(sent);
  });
});

test("a step that somebody else's change stands against is dropped, and the steps below it still go", () => {
  const state = go(
    name("n", "bus"),
    move("m", 2),
    look(5, { ...car, x: 1 }),
    send,
    answer("n.1", 6, { name: "bus", x: 1 }),
    send,
    answer("m.1", 7, { name: "bus", x: 2 }),
    look(8, { name: "bus", x: 50 }),
  );
  expect(state.done.map(({ label }) => label)).toEqual(["name"]);
  expect(shownContents(undo(state, "u")).get("a")).toEqual({ name: "car", x: 50 });
});
