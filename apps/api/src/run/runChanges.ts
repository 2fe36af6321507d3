import type { RunEventNotification } from "@maskyard/store";
import type { AsyncQueue } from "../events/AsyncQueue.ts";
import type { EventHub, HubEvent } from "../events/EventHub.ts";
import { followQueue } from "../events/followQueue.ts";

/** What a notification says of one run. */
export interface RunChange {
  readonly runId: string;
  readonly kind: RunEventNotification["kind"];
  /** METRICS: the steps whose points were committed. */
  readonly fromStep?: number | undefined;
  readonly toStep?: number | undefined;
  readonly series?: readonly string[] | undefined;
  /** LOG */
  readonly firstLine?: number | undefined;
  readonly lineCount?: number | undefined;
}

/**
 * The changes of one run from now on, after a first one that only says "look": whoever subscribed after reading has missed
 * nothing. After a lost connection the same is said again, with every point since the last one told of.
 */
export function runChanges(events: EventHub, runId: string): AsyncIterableIterator<RunChange> {
  const queue = events.subscribe(
    (event) => event.channel !== "resync" && "runId" in event.payload && event.payload.runId === runId,
  );
  return followQueue(queue, (waiting) => changesOf(waiting, runId));
}

async function* changesOf(queue: AsyncQueue<HubEvent>, runId: string): AsyncGenerator<RunChange> {
  let nextStep: number | undefined;
  let nextLine: number | undefined;
  yield { runId, kind: "STATUS" };
  for await (const event of queue) {
    if (event.channel === "resync") {
      yield { runId, kind: "STATUS" };
      if (nextStep !== undefined) {
        yield { runId, kind: "METRICS", fromStep: nextStep };
      }
      if (nextLine !== undefined) {
        yield { runId, kind: "LOG", firstLine: nextLine };
      }
      continue;
    }
    if (event.channel === "run_queued") {
      yield { runId, kind: "STATUS" };
      continue;
    }
    if (event.channel !== "run_event") {
      continue;
    }
    const { kind, step, fromStep, series, firstLine, lineCount } = event.payload;
    if (kind === "METRICS" && step !== undefined) {
      nextStep = step + 1;
    }
    if (kind === "LOG" && firstLine !== undefined) {
      nextLine = firstLine + (lineCount ?? 1);
    }
    yield { runId, kind, fromStep: fromStep ?? step, toStep: step, series, firstLine, lineCount };
  }
}
