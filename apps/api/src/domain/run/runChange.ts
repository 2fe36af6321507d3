import type { RunEventNotification } from "@maskyard/store";
import type { HubEvent } from "../events/EventHub.ts";
import { SharedReads } from "./SharedReads.ts";

/** Steps, both included; without an end: and all after. */
export interface StepRange {
  readonly from: number;
  readonly to: number | null;
}

/** What notifications say of one run, of one kind. */
export interface RunChange {
  readonly runId: string;
  readonly kind: RunEventNotification["kind"];
  /** METRICS: the steps whose points were committed, by series; under null those of all series. */
  readonly steps: ReadonlyMap<string | null, StepRange>;
  /** LOG: the first new line, and the line after the last; null: and all after. */
  readonly lines: { readonly first: number; readonly end: number | null } | null;
  /** What everybody told of this change reads, read once. */
  readonly reads: SharedReads;
}

/** Changes of one run, one of a kind, in the order of the latest of each kind: a run ends after its last points, and begins anew before those that follow. */
export type RunChanges = ReadonlyMap<RunChange["kind"], RunChange>;

/** Names of series kept apart within one change; with more, all series are read from the first step on. */
const SERIES_MOST = 1_000;

/** A change that only says "look". */
export function statusChange(runId: string): RunChange {
  return { runId, kind: "STATUS", steps: new Map(), lines: null, reads: new SharedReads() };
}

/** What an event says of a run; null for one that says nothing of runs. */
export function changeOf(event: HubEvent): RunChange | null {
  if (event.channel !== "run_event") return null;
  const { runId, kind, step, fromStep, series, firstLine, lineCount } = event.payload;
  const from = fromStep ?? step;
  const names = series ?? [null];
  return {
    runId,
    kind,
    steps: new Map(
      kind !== "METRICS" || from === undefined ? [] : names.map((name) => [name, { from, to: step ?? null }]),
    ),
    lines: kind !== "LOG" || firstLine === undefined ? null : { first: firstLine, end: endOf(firstLine, lineCount) },
    reads: new SharedReads(),
  };
}

/** Adds a change to those of its run that wait to be told. The result grows with the names of series, not with the number of changes. */
export function withChange(changes: RunChanges | null, change: RunChange): RunChanges {
  const before = changes?.get(change.kind);
  const others = [...(changes ?? [])].filter(([kind]) => kind !== change.kind);
  return new Map([...others, [change.kind, before === undefined ? change : joined(before, change)]]);
}

function joined(before: RunChange, after: RunChange): RunChange {
  return {
    runId: before.runId,
    kind: before.kind,
    steps: joinedSteps(before.steps, after.steps),
    lines: joinedLines(before.lines, after.lines),
    reads: new SharedReads(),
  };
}

function joinedSteps(before: RunChange["steps"], after: RunChange["steps"]): RunChange["steps"] {
  const steps = new Map(before);
  for (const [name, range] of after) {
    const known = steps.get(name);
    steps.set(name, known === undefined ? range : union(known, range));
  }
  if (!steps.has(null) && steps.size <= SERIES_MOST) return steps;
  // What holds for all series holds for each.
  const [first, ...others] = [...steps.values()];
  return first === undefined ? steps : new Map([[null, others.reduce(union, first)]]);
}

function union(a: StepRange, b: StepRange): StepRange {
  return { from: Math.min(a.from, b.from), to: a.to === null || b.to === null ? null : Math.max(a.to, b.to) };
}

function joinedLines(before: RunChange["lines"], after: RunChange["lines"]): RunChange["lines"] {
  if (before === null || after === null) return before ?? after;
  return {
    first: Math.min(before.first, after.first),
    end: before.end === null || after.end === null ? null : Math.max(before.end, after.end),
  };
}

function endOf(first: number, count: number | undefined): number | null {
  return count === undefined ? null : first + count;
}
