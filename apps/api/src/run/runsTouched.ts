import { setTimeout as delay } from "node:timers/promises";
import { ProjectAccess } from "../access/projectAccess.ts";
import type { HubEvent } from "../events/EventHub.ts";
import { followQueue } from "../events/followQueue.ts";
import type { GraphContext } from "../graph/context.ts";

/** Steps come many times a second; the table of runs is looked at by people. */
const TOGETHER_MS = 500;

/** Ids of runs the actor may see, each time one changed; changes within half a second count once. */
export function runsTouched(context: GraphContext): AsyncIterableIterator<string> {
  const queue = context.events.subscribe((event) => event.channel === "run_queued" || event.channel === "run_event");
  return followQueue(queue, async function* () {
    for await (const first of queue) {
      await delay(TOGETHER_MS);
      const runIds = await touchedRuns(context, [first, ...queue.drain()]);
      // Asked anew each time: a member may have been removed since.
      const access = new ProjectAccess(context.prisma, context.actor);
      for (const runId of runIds) {
        if (await access.seesRun(runId)) {
          yield runId;
        }
      }
    }
  });
}

async function touchedRuns(context: GraphContext, events: readonly HubEvent[]): Promise<ReadonlySet<string>> {
  const runIds = new Set<string>();
  for (const event of events) {
    if (event.channel === "run_queued" || (event.channel === "run_event" && event.payload.kind !== "LOG")) {
      runIds.add(event.payload.runId);
    }
    if (event.channel === "resync") {
      for (const run of await unfinishedRuns(context)) {
        runIds.add(run.id);
      }
    }
  }
  return runIds;
}

function unfinishedRuns(context: GraphContext): Promise<{ id: string }[]> {
  return context.prisma.run.findMany({ where: { status: { in: ["QUEUED", "RUNNING"] } }, select: { id: true } });
}
