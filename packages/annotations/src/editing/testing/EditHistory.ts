import type { EditingState, EditRequest } from "../EditingState.ts";
import { emptyState } from "../EditingState.ts";
import { changedFields, equalValues } from "../equalValues.ts";
import { looked } from "../lookAtServer.ts";
import { hold, letGo, makeEdit, redo, undo, type Wish } from "../makeEdit.ts";
import { dismissRefused, makeAgain } from "../refusedEdits.ts";
import { resumedState, type SavedState, savedState } from "../savedState.ts";
import { answered, lost, nextRequest, refused } from "../sendEdits.ts";
import { editedContents, shownContents } from "../shownContents.ts";
import type { Told } from "../takeAnswer.ts";
import { type ModelAnswer, type ModelContent, ModelServer, RETIRED_CATEGORY } from "./ModelServer.ts";

type State = EditingState<ModelContent>;
type Contents = ReadonlyMap<string, ModelContent>;

export const HISTORY_ACTIONS = [
  ...["create", "reshape", "reshape", "reshape", "reclass", "reclass", "delete", "several", "beyond", "retired"],
  ...["hold", "letGo", "undo", "undo", "undo", "redo", "redo", "again", "dismiss"],
  ...["send", "send", "send", "serve", "serve", "serve", "deliver", "deliver", "deliver"],
  ...["loseRequest", "loseAnswer", "loseHope", "ask", "read", "tell"],
  ...["foreignReshape", "foreignReclass", "foreignDelete", "foreignCreate", "foreignBack", "reload"],
] as const;

export interface HistoryAction {
  readonly name: (typeof HISTORY_ACTIONS)[number] | (string & {});
  /** Which annotation, message or number the action takes, by its remainder. */
  readonly pick: number;
}

interface Look {
  readonly askedAt: number;
  readonly read: readonly Told<ModelContent>[] | null;
}

export class BrokenPromise extends Error {}

/** What a history did, so that a run of many can say that it came by everything. */
export interface HistoryTally {
  stored: number;
  refused: number;
  moot: number;
  unsent: number;
  undone: number;
  repeated: number;
}

/**
 * One editor, one server and the net between them, driven by a list of actions, and held to the machine's promises at every
 * step. Throws {@link BrokenPromise} with the promise that was broken.
 */
export class EditHistory {
  state: State = emptyState();
  readonly server = new ModelServer();
  readonly tally: HistoryTally = { stored: 0, refused: 0, moot: 0, unsent: 0, undone: 0, repeated: 0 };
  /** Requests on their way; one that the editor gave up may still arrive. */
  #up: EditRequest<ModelContent>[] = [];
  #down: { key: string; answer: ModelAnswer }[] = [];
  #looks: Look[] = [];
  #names = 0;
  /** What was on screen before each step that is still in the history, and which annotations were changed elsewhere since. */
  readonly #before = new Map<number, { readonly shown: Contents; readonly disturbed: Set<string> }>();
  readonly #executed = new Map<string, string>();

  constructor(annotations: number) {
    for (let i = 0; i < annotations; i++)
      this.server.write(`a${i}`, { content: { categoryId: "car", shape: { x: i } } });
    this.#change("open", looked(this.state, this.server.inForce(), 0));
  }

  get shown(): Contents {
    return shownContents(this.state);
  }

  act({ name, pick }: HistoryAction): void {
    const act = this.#actions[name];
    if (act === undefined) throw new Error(`EditHistory: expected an action, got "${name}"`);
    act(pick);
    // It goes through the whole history: not after every action.
    if (pick % 4 === 0) this.#checkUndoing();
  }

  /** Lets everything arrive, and then look: what is on screen must be what is stored. */
  settle(): void {
    for (let rounds = 0; rounds < 10_000; rounds++) {
      if (this.#down.length > 0) this.#actions.deliver?.(0);
      else if (this.#up.length > 0) this.#actions.serve?.(0);
      else if (this.state.request !== null && !this.state.isLost) this.#actions.loseHope?.(0);
      else if (this.state.lookFrom !== null && this.state.request === null) this.#lookNow();
      else if (nextRequest(this.state) !== null) this.#actions.send?.(0);
      else break;
    }
    this.#lookNow();
    promise(this.state.pending.length === 0 && this.state.request === null, "everything is sent in the end");
    this.#actions.letGo?.(0);
    const stored = new Map(this.server.inForce().map(({ id, content }) => [id, content]));
    promise(equalContents(this.shown, stored), "what is on screen is what is stored");
  }

  /** Everything undone is what was there at first, everything redone what was there now, also on the server. */
  goBackAndForth(): void {
    const now = this.shown;
    const { done, undone, refused: refusedBefore } = this.state;
    for (const _ of done) this.#actions.undo?.(0);
    promise(this.state.done.length === 0, "every step of the history can be undone");
    this.settle();
    // Deleted here and elsewhere: a look tells nothing of what is deleted, and the server refuses to bring it back.
    if (this.state.refused.length > refusedBefore.length) return;
    for (const _ of done) this.#actions.redo?.(0);
    this.settle();
    promise(equalContents(this.shown, now), "all undone and redone is as it was");
    promise(this.state.done.length === done.length, "steps undone and redone are in the history as before");
    promise(this.state.undone.length === undone.length, "what was undone before still is");
  }

  readonly #actions: Readonly<Record<string, (pick: number) => void>> = {
    create: (pick) => {
      const to = { categoryId: category(pick), shape: { x: pick % 90 } };
      this.#make("create", [{ id: this.#name("n"), to }]);
    },
    reshape: (pick) => this.#reshape(pick, pick % 90),
    beyond: (pick) => this.#reshape(pick, 91 + (pick % 9)),
    reclass: (pick) => this.#reclass(pick, category(pick)),
    retired: (pick) => pick % 3 === 0 && this.#reclass(pick, RETIRED_CATEGORY),
    delete: (pick) => this.#on(pick, (id) => this.#make("delete", [{ id, to: null }])),
    several: (pick) => {
      const wishes = [...this.shown].slice(0, 3).map(
        ([id, now], i): Wish<ModelContent> => ({
          id,
          to: i === pick % 4 ? null : { ...now, shape: { x: (pick + i) % 90 } },
        }),
      );
      this.#make("several", [...wishes, { id: this.#name("n"), to: { categoryId: "sign", shape: { x: 7 } } }]);
    },
    hold: (pick) =>
      this.#on(pick, (id, now) =>
        this.#change("hold", hold(this.state, [{ id, to: { ...now, shape: { x: pick % 90 } } }])),
      ),
    letGo: () => this.#change("letGo", letGo(this.state)),
    undo: () => {
      if (this.state.done.length > 0) this.tally.undone++;
      this.#change("undo", undo(this.state, this.#name("u")));
    },
    redo: () => this.#change("redo", redo(this.state, this.#name("r"))),
    again: (pick) => {
      const refusal = pickOf(this.state.refused, pick);
      if (refusal) this.#change("again", makeAgain(this.state, refusal.edit.key, this.#name("e")));
    },
    dismiss: (pick) => {
      const refusal = pickOf(this.state.refused, pick);
      if (refusal) this.#change("dismiss", dismissRefused(this.state, refusal.edit.key));
    },
    send: () => {
      const next = nextRequest(this.state);
      if (next === null) return;
      if (this.state.request !== null) {
        promise(next.request === this.state.request, "a request that is sent again is the same");
        this.tally.repeated++;
      }
      this.#up.push(next.request);
      this.#change("send", next.state);
    },
    serve: (pick) => {
      const request = pickOf(this.#up, pick);
      if (request === undefined) return;
      this.#up = this.#up.filter((one) => one !== request);
      this.#down.push({ key: request.key, answer: this.#execute(request) });
    },
    deliver: (pick) => {
      const message = pickOf(this.#down, pick);
      if (message === undefined) return;
      this.#down = this.#down.filter((one) => one !== message);
      const { key, answer } = message;
      this.#change(
        answer.name,
        answer.name === "stored" ? answered(this.state, key, answer.told) : refused(this.state, key, answer),
      );
    },
    loseRequest: (pick) => {
      const request = pickOf(this.#up, pick);
      this.#up = this.#up.filter((one) => one !== request);
      if (request) this.#change("lost", lost(this.state, request.key));
    },
    loseAnswer: (pick) => {
      const message = pickOf(this.#down, pick);
      this.#down = this.#down.filter((one) => one !== message);
      if (message) this.#change("lost", lost(this.state, message.key));
    },
    // The request or its answer is slow, and arrives after the editor gave it up.
    loseHope: () => this.state.request && this.#change("lost", lost(this.state, this.state.request.key)),
    ask: () => this.#looks.push({ askedAt: this.state.time, read: null }),
    read: (pick) => {
      const look = pickOf(this.#looks, pick);
      this.#looks = this.#looks.map((one) =>
        one === look ? { ...one, read: one.read ?? this.server.inForce() } : one,
      );
    },
    tell: (pick) => {
      const look = pickOf(
        this.#looks.filter(({ read }) => read !== null),
        pick,
      );
      this.#looks = this.#looks.filter((one) => one !== look);
      if (look?.read) this.#change("look", looked(this.state, look.read, look.askedAt));
    },
    foreignReshape: (pick) => this.#foreign(pick, false, (now) => ({ ...now, shape: { x: 30 + (pick % 60) } })),
    foreignReclass: (pick) => this.#foreign(pick, false, (now) => ({ ...now, categoryId: category(pick + 1) })),
    foreignBack: (pick) => this.#foreign(pick, true, (now) => now),
    foreignDelete: (pick) => {
      const one = pickOf(this.server.inForce(), pick);
      if (one) this.server.write(one.id, { isDeleted: true });
    },
    foreignCreate: (pick) =>
      this.server.write(this.#name("f"), { content: { categoryId: category(pick), shape: { x: pick % 90 } } }),
    reload: () => {
      const saved = savedState(this.state);
      const kept = saved === null ? null : (JSON.parse(JSON.stringify(saved)) as SavedState<ModelContent>);
      this.#before.clear();
      this.#down = [];
      this.#looks = [];
      const state = kept === null ? emptyState<ModelContent>() : resumedState(kept);
      promise(state.pending.length === this.state.pending.length, "pending edits outlive the page");
      this.state = state;
      this.#lookNow();
    },
  };

  #name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  #on(pick: number, act: (id: string, now: ModelContent) => void): void {
    const one = pickOf([...this.shown], pick);
    if (one) act(...one);
  }

  #reshape(pick: number, x: number): void {
    this.#on(pick, (id, now) => this.#make("reshape", [{ id, to: { ...now, shape: { x } } }]));
  }

  #reclass(pick: number, categoryId: string): void {
    this.#on(pick, (id, now) => this.#make("reclass", [{ id, to: { ...now, categoryId } }]));
  }

  #foreign(pick: number, isDeleted: boolean, change: (now: ModelContent) => ModelContent): void {
    const one = pickOf(
      [...this.server.rows].filter(([, row]) => row.isDeleted === isDeleted),
      pick,
    );
    if (one) this.server.write(one[0], { content: change(one[1].content) });
  }

  #make(label: string, wishes: readonly Wish<ModelContent>[]): void {
    const step = this.state.nextStep;
    const shown = editedContents(this.state);
    this.#change(label, makeEdit(this.state, { key: this.#name("e"), label, wishes }));
    if (this.state.nextStep > step) this.#before.set(step, { shown, disturbed: new Set() });
    for (const { id, to } of wishes) {
      promise(equalValues(this.shown.get(id) ?? null, to), "an edit is on screen as soon as it is made");
    }
  }

  #lookNow(): void {
    this.#change("look", looked(this.state, this.server.inForce(), this.state.time));
  }

  /** The server's side, which never lets an edit overwrite what the editor did not know, nor makes one twice. */
  #execute(request: EditRequest<ModelContent>): ModelAnswer {
    const [edit] = this.state.pending;
    const isFirst = !this.server.batches.has(request.key);
    const isCurrent = this.state.request?.key === request.key;
    const before = new Map(this.server.inForce().map(({ id, content }) => [id, content]));
    const answer = this.server.execute(request);
    if (answer.name !== "stored" || !isFirst) return answer;
    this.tally.stored++;
    const editKey = request.key.slice(0, request.key.lastIndexOf("."));
    promise(!this.#executed.has(editKey), "no edit is made twice");
    this.#executed.set(editKey, request.key);
    if (!isCurrent || edit === undefined) return answer;
    for (const { id, from, to } of edit.changes) {
      const now = before.get(id) ?? null;
      const isKnown =
        now === null || from === null || to === null
          ? equalValues(now, from)
          : changedFields(from, to).every((field) => equalValues(now[field], from[field]));
      promise(isKnown, "nothing that was changed elsewhere is overwritten unseen");
    }
    return answer;
  }

  #change(what: string, next: State): void {
    const before = this.state;
    this.state = next;
    this.#account(what, before);
    this.#disturb(what, before);
  }

  /** Every edit that is pending no more was stored, unmade unsent, refused and kept, or is there already. */
  #account(what: string, before: State): void {
    const keys = new Set([...this.state.pending, ...this.state.refused.map(({ edit }) => edit)].map(({ key }) => key));
    for (const edit of before.pending) {
      if (keys.has(edit.key)) continue;
      if (this.#executed.has(edit.key)) continue;
      if (what === "undo" || what === "redo") this.tally.unsent++;
      else {
        const edited = editedContents(this.state);
        const isThere = edit.changes.every(({ id, from, to }) => {
          const now = edited.get(id) ?? null;
          if (now === null || from === null || to === null) return equalValues(now, to);
          return changedFields(from, to).every((field) => equalValues(now[field], to[field]));
        });
        const isOvertaken = this.state.pending.some((one) =>
          one.changes.some(({ id }) => edit.changes.some((c) => c.id === id)),
        );
        promise(isThere || isOvertaken, `an edit is never lost (${what})`);
        this.tally.moot++;
      }
    }
    this.tally.refused += Math.max(0, this.state.refused.length - before.refused.length);
  }

  /** Where others, or the server's own cutting, changed an annotation, undoing need not give what was on screen once. */
  #disturb(what: string, before: State): void {
    if (!["stored", "refused", "look", "dismiss", "again"].includes(what)) return;
    const [then, now] = [editedContents(before), editedContents(this.state)];
    const ids = new Set([...then.keys(), ...now.keys()].filter((id) => !equalValues(then.get(id), now.get(id))));
    for (const id of new Set([...Object.keys(before.stored), ...Object.keys(this.state.stored)])) {
      const [was, is] = [before.stored[id], this.state.stored[id]];
      if (what === "look" && was?.revision !== is?.revision) ids.add(id);
    }
    const gone = [...before.done, ...before.undone].filter(
      (step) => ![...this.state.done, ...this.state.undone].some(({ number }) => number === step.number),
    );
    for (const { changes } of gone) for (const { id } of changes) ids.add(id);
    const first = what === "stored" ? (before.pending[0]?.changes ?? []) : [];
    for (const { id, to } of first) {
      const told = this.state.stored[id];
      // Cut at the edge, or changed by others before the answer was made.
      const isAsSent =
        told !== undefined && told.isDeleted === (to === null) && (to === null || equalValues(told.content, to));
      if (!isAsSent) ids.add(id);
    }
    for (const { disturbed } of this.#before.values()) for (const id of ids) disturbed.add(id);
  }

  /** From here, everything undone one by one is what was on screen before each step, and redone is what is now. */
  #checkUndoing(): void {
    const { done } = this.state;
    let state = letGo(this.state);
    const shown = shownContents(state);
    for (const [i, step] of done.toReversed().entries()) {
      state = undo(state, `try-${i}`);
      const before = this.#before.get(step.number);
      if (before === undefined) continue;
      const [now, then] = [shownContents(state), before.shown];
      const ids = [...new Set([...now.keys(), ...then.keys()])].filter((id) => !before.disturbed.has(id));
      promise(
        ids.every((id) => equalValues(now.get(id), then.get(id))),
        "undoing gives what was on screen before",
      );
    }
    for (const i of done.keys()) state = redo(state, `try-again-${i}`);
    promise(equalContents(shownContents(state), shown), "redoing is the inverse of undoing");
    promise(equalValues(state.done, done), "undone and redone, the history is as it was");
  }
}

function category(pick: number): string {
  return ["car", "sign", "tree"][pick % 3] as string;
}

function pickOf<Item>(items: readonly Item[], pick: number): Item | undefined {
  return items.length === 0 ? undefined : items[pick % items.length];
}

function equalContents(a: Contents, b: Contents): boolean {
  return a.size === b.size && [...a].every(([id, content]) => equalValues(content, b.get(id)));
}

function promise(isKept: boolean, what: string): void {
  if (!isKept) throw new BrokenPromise(`Broken: ${what}.`);
}
