import { editedContents, makeEdit, type Told, undo } from "@maskyard/annotations/editing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AnnotationContent } from "./AnnotationContent.ts";
import { EditingSessions } from "./EditingSessions.ts";
import type { EditorTransport, EditReply } from "./EditorTransport.ts";
import type { ImageState, SavedImageState } from "./ImageEditing.ts";
import type { PendingEdits } from "./PendingEdits.ts";

/** A server that answers when the test says so. */
class HeldTransport implements EditorTransport {
  readonly sent: { imageId: string; key: string; answer: (reply: EditReply) => void }[] = [];
  readonly looks: ((told: readonly Told<AnnotationContent>[] | null) => void)[] = [];

  send: EditorTransport["send"] = (imageId, { key }) =>
    new Promise((answer) => {
      this.sent.push({ imageId, key, answer });
    });

  look: EditorTransport["look"] = () => new Promise((answer) => this.looks.push(answer));
}

function keptEdits(): PendingEdits & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    imageIds: () => [...kept.keys()],
    read: (imageId) => (kept.has(imageId) ? (JSON.parse(kept.get(imageId) as string) as SavedImageState) : null),
    write: (imageId, state) => {
      if (state === null) kept.delete(imageId);
      else kept.set(imageId, JSON.stringify(state));
    },
  };
}

const box = (x: number) => ({ kind: "BOX", box: { x, y: 1, width: 5, height: 5 } }) as const;
const content = (x: number): AnnotationContent => ({ categoryId: "car", isCrowd: false, shape: box(x) });
const told = (x: number, revision: number) => ({ id: "a", revision, isDeleted: false, content: content(x) });
const move = (key: string, x: number) => (state: ImageState) =>
  makeEdit(state, { key, label: "change of shape", wishes: [{ id: "a", to: content(x) }] });
const shown = (state: ImageState) => editedContents(state).get("a");

let transport: HeldTransport;

beforeEach(() => {
  vi.useFakeTimers();
  transport = new HeldTransport();
});

afterEach(() => {
  vi.useRealTimers();
});

test("edits are on screen at once and are sent one after the other, each with the revision of its time", async () => {
  const editing = new EditingSessions(transport, keptEdits()).open("image");
  editing.takeList([told(1, 4)], 0);
  editing.change(move("first", 2));
  editing.change(move("second", 3));
  expect(shown(editing.getState())).toEqual(content(3));
  expect(transport.sent.map(({ key }) => key)).toEqual(["first.1"]);
  transport.sent[0]?.answer({ name: "stored", told: [told(2, 5)] });
  await vi.advanceTimersByTimeAsync(0);
  expect(editing.getState().request?.operations).toMatchObject([{ kind: "update", expectedRevision: 5 }]);
  transport.sent[1]?.answer({ name: "stored", told: [told(3, 6)] });
  await vi.advanceTimersByTimeAsync(0);
  expect(editing.getState()).toMatchObject({ pending: [], stored: { a: { revision: 6 } } });
});

test("what gets no answer is sent again under its name, later each time, and at once when the net is back", async () => {
  const sessions = new EditingSessions(transport, keptEdits());
  const editing = sessions.open("image");
  editing.takeList([told(1, 1)], 0);
  editing.change(move("first", 2));
  transport.sent[0]?.answer({ name: "lost" });
  await vi.advanceTimersByTimeAsync(499);
  expect(transport.sent).toHaveLength(1);
  expect(editing.isWaiting).toBe(true);
  await vi.advanceTimersByTimeAsync(1);
  expect(transport.sent).toHaveLength(2);
  // No answer at all is a lost one after half a minute.
  await vi.advanceTimersByTimeAsync(30_000 + 999);
  expect(transport.sent).toHaveLength(2);
  sessions.retryNow();
  expect(transport.sent.map(({ key }) => key)).toEqual(["first.1", "first.1", "first.1"]);
});

test("leaving an image neither stops its edits nor forgets its history", async () => {
  const sessions = new EditingSessions(transport, keptEdits());
  const editing = sessions.open("image");
  editing.takeList([told(1, 1)], 0);
  editing.change(move("first", 2));
  sessions.open("another");
  expect(sessions.unsavedCount("another")).toBe(1);
  transport.sent[0]?.answer({ name: "stored", told: [told(2, 2)] });
  await vi.advanceTimersByTimeAsync(0);
  expect(sessions.unsavedCount()).toBe(0);
  const again = sessions.open("image");
  again.change((state) => undo(state, "back"));
  expect(shown(again.getState())).toEqual(content(1));
  expect(transport.sent.at(-1)).toMatchObject({ imageId: "image", key: "back.1" });
});

test("after a reload the edits go on, the one on its way under the same name", async () => {
  const kept = keptEdits();
  const editing = new EditingSessions(transport, kept).open("image");
  editing.takeList([told(1, 1)], 0);
  editing.change(move("first", 2));
  editing.change(move("second", 3));

  const after = new HeldTransport();
  const sessions = new EditingSessions(after, kept);
  sessions.resume();
  expect(after.sent).toMatchObject([{ imageId: "image", key: "first.1" }]);
  expect(shown(sessions.open("image").getState())).toEqual(content(3));
  // It was stored before the page was left: the server gives what is there now.
  after.sent[0]?.answer({ name: "stored", told: [told(2, 2)] });
  await vi.advanceTimersByTimeAsync(0);
  after.looks[0]?.([told(2, 2)]);
  await vi.advanceTimersByTimeAsync(0);
  after.sent[1]?.answer({ name: "stored", told: [told(3, 3)] });
  await vi.advanceTimersByTimeAsync(0);
  expect(after.sent.map(({ key }) => key)).toEqual(["first.1", "second.1"]);
  expect(kept.kept.size).toBe(0);
});

test("an edit that somebody else's stands against is refused after a look, and kept until the person decides", async () => {
  const editing = new EditingSessions(transport, keptEdits()).open("image");
  editing.takeList([told(1, 1)], 0);
  editing.change(move("first", 2));
  transport.sent[0]?.answer({ name: "refused", code: "CONFLICT", message: "Somebody changed this annotation." });
  await vi.advanceTimersByTimeAsync(0);
  expect(transport.looks).toHaveLength(1);
  transport.looks[0]?.([told(40, 2)]);
  await vi.advanceTimersByTimeAsync(0);
  expect(editing.getState()).toMatchObject({ pending: [], done: [], refused: [{ code: "CONFLICT" }] });
  expect(shown(editing.getState())).toEqual(content(40));
  expect(transport.sent).toHaveLength(1);
});
