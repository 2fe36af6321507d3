import { setTimeout as delay } from "node:timers/promises";
import type { EventHub, HubEvent } from "../events/EventHub.ts";
import { followMailbox } from "../events/followMailbox.ts";
import { Mailbox } from "../events/Mailbox.ts";
import { changeOf, type RunChange, type RunChanges, statusChange, withChange } from "./runChange.ts";
import { SharedReads } from "./SharedReads.ts";

/** A run that logs a thousand values a second is told of ten times: as often as a person sees. The first change after a pause is told at once. */
const TOGETHER_MS = 100;

type Watcher = Mailbox<RunChanges, RunChanges>;

/**
 * The changes of runs for those who watch them: one subscription a run, however many watch it. All are handed the same changes, so that what is read
 * of one is read once. Who is slow finds what came meanwhile as one change, and so does not hold up the others.
 */
export class RunFeeds {
  readonly #events: EventHub;
  readonly #feeds = new Map<string, Set<Watcher>>();
  readonly #ends = new WeakMap<Set<Watcher>, () => void>();

  constructor(events: EventHub) {
    this.#events = events;
  }

  /**
   * The changes of one run from now on, after a first one that only says "look": whoever subscribed after reading has missed
   * nothing. After a lost connection the same is said again, with every point since the last one told of.
   */
  watch(runId: string): AsyncIterableIterator<RunChange> {
    const watchers = this.#feeds.get(runId) ?? this.#open(runId);
    const watcher: Watcher = new Mailbox<RunChanges, RunChanges>(
      // What a watcher takes at once is what the others take; only who is late has changes of its own.
      (waiting, changes) => (waiting === null ? changes : [...changes.values()].reduce(withChange, waiting)),
      () => this.#leave(runId, watcher),
    );
    watchers.add(watcher);
    return followMailbox(watcher, async function* (batches) {
      yield statusChange(runId);
      for await (const changes of batches) yield* changes.values();
    });
  }

  #open(runId: string): Set<Watcher> {
    const watchers = new Set<Watcher>();
    this.#feeds.set(runId, watchers);
    const told = new LastTold(runId);
    const mailbox = this.#events.subscribe<RunChanges>(
      (event) => event.channel !== "resync" && "runId" in event.payload && event.payload.runId === runId,
      (changes, event) => told.changesOf(event).reduce(withChange, changes ?? new Map()),
    );
    this.#ends.set(watchers, () => void mailbox.return());
    void this.#follow(mailbox, watchers);
    return watchers;
  }

  async #follow(mailbox: Mailbox<HubEvent, RunChanges>, watchers: Set<Watcher>): Promise<void> {
    for await (const changes of mailbox) {
      for (const watcher of watchers) watcher.push(changes);
      await delay(TOGETHER_MS);
    }
    // The hub closes: so do those who listen to it.
    for (const watcher of [...watchers]) await watcher.return();
  }

  #leave(runId: string, watcher: Watcher): void {
    const watchers = this.#feeds.get(runId);
    watchers?.delete(watcher);
    if (watchers === undefined || watchers.size > 0) return;
    this.#feeds.delete(runId);
    this.#ends.get(watchers)?.();
  }
}

/** Remembers how far a run was told of, for the moment when notifications may have been missed. */
class LastTold {
  readonly #runId: string;
  #nextStep: number | null = null;
  #nextLine: number | null = null;

  constructor(runId: string) {
    this.#runId = runId;
  }

  changesOf(event: HubEvent): RunChange[] {
    if (event.channel === "resync") return this.#everythingSince();
    const change = changeOf(event);
    if (change === null) return [];
    for (const { to } of change.steps.values()) if (to !== null) this.#nextStep = to + 1;
    if (change.lines !== null) this.#nextLine = change.lines.end ?? change.lines.first + 1;
    return [change];
  }

  #everythingSince(): RunChange[] {
    const all = { runId: this.#runId, steps: new Map(), lines: null };
    const changes = [statusChange(this.#runId)];
    if (this.#nextStep !== null) {
      const steps = new Map([[null, { from: this.#nextStep, to: null }]]);
      changes.push({ ...all, kind: "METRICS", steps, reads: new SharedReads() });
    }
    if (this.#nextLine !== null) {
      changes.push({ ...all, kind: "LOG", lines: { first: this.#nextLine, end: null }, reads: new SharedReads() });
    }
    return changes;
  }
}
