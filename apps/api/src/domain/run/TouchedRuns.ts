import { setTimeout as delay } from "node:timers/promises";
import type { PrismaClient } from "@maskyard/store/prisma";
import type { Logger } from "pino";
import type { GraphContext } from "../../graph/builder/context.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import type { EventHub, HubEvent } from "../events/EventHub.ts";
import { followMailbox } from "../events/followMailbox.ts";
import { Mailbox } from "../events/Mailbox.ts";
import { SharedReads } from "./SharedReads.ts";
import { seesChangedRun } from "./sharedRunReads.ts";

/** Steps come many times a second; the table of runs is looked at by people. */
const TOGETHER_MS = 500;

/** A run that changed its status or got on. */
export interface RunTouch {
  readonly runId: string;
  /** Of all runs touched at the same moment. */
  readonly reads: SharedReads;
}

interface Touched {
  readonly runIds: Set<string>;
  /** Notifications may have been missed. */
  resync: boolean;
}

type Touches = ReadonlyMap<string, RunTouch>;
type Watcher = Mailbox<Touches, Touches>;

/** The runs that change, for everybody who looks at a table of runs; one subscription for all, and each run's row read once. */
export class TouchedRuns {
  readonly #events: EventHub;
  readonly #prisma: PrismaClient;
  readonly #logger: Logger;
  readonly #watchers = new Set<Watcher>();
  /** While somebody watches. */
  #mailbox: Mailbox<HubEvent, Touched> | null = null;

  constructor(events: EventHub, prisma: PrismaClient, logger: Logger) {
    this.#events = events;
    this.#prisma = prisma;
    this.#logger = logger;
  }

  /** Runs the actor may see, each time one changed; changes within half a second count once. */
  watch(context: GraphContext): AsyncIterableIterator<RunTouch> {
    const watcher: Watcher = new Mailbox<Touches, Touches>(
      // One entry a run, however often it is touched before this watcher looks.
      (waiting, touches) => (waiting === null ? touches : new Map([...waiting, ...touches])),
      () => this.#leave(watcher),
    );
    this.#watchers.add(watcher);
    this.#mailbox ??= this.#open();
    return followMailbox(watcher, async function* (batches) {
      for await (const touches of batches) {
        // Asked anew each time: a member may have been removed since.
        const access = new ProjectAccess(context.prisma, context.actor);
        for (const touch of touches.values()) {
          if (await seesChangedRun(touch.reads, touch.runId, { ...context, access })) yield touch;
        }
      }
    });
  }

  #open(): Mailbox<HubEvent, Touched> {
    const mailbox = this.#events.subscribe<Touched>(isTouch, (before, event) => {
      const touched = before ?? { runIds: new Set(), resync: false };
      if (event.channel === "resync") touched.resync = true;
      else if ("runId" in event.payload) touched.runIds.add(event.payload.runId);
      return touched;
    });
    void this.#follow(mailbox);
    return mailbox;
  }

  async #follow(mailbox: Mailbox<HubEvent, Touched>): Promise<void> {
    for await (const touched of mailbox) {
      const reads = new SharedReads();
      const unfinished = touched.resync ? await this.#unfinishedRuns() : [];
      // The database is away again: asked once more with the next batch, which is now.
      if (unfinished === null) mailbox.push({ channel: "resync" });
      const runIds = new Set([...touched.runIds, ...(unfinished ?? [])]);
      const touches = new Map([...runIds].map((runId) => [runId, { runId, reads }]));
      for (const watcher of this.#watchers) watcher.push(touches);
      await delay(TOGETHER_MS);
    }
    // Ended by the hub, which closes, and not by the last watcher's leaving: by now others may have come.
    if (this.#mailbox === mailbox) for (const watcher of [...this.#watchers]) await watcher.return();
  }

  /** Null when they cannot be read. */
  async #unfinishedRuns(): Promise<string[] | null> {
    try {
      const runs = await this.#prisma.run.findMany({
        where: { status: { in: ["QUEUED", "RUNNING"] } },
        select: { id: true },
      });
      return runs.map(({ id }) => id);
    } catch (error) {
      this.#logger.warn({ err: error }, "the runs that are not finished cannot be read yet");
      return null;
    }
  }

  #leave(watcher: Watcher): void {
    this.#watchers.delete(watcher);
    if (this.#watchers.size > 0) return;
    const mailbox = this.#mailbox;
    this.#mailbox = null;
    void mailbox?.return();
  }
}

function isTouch(event: HubEvent): boolean {
  return event.channel === "run_event" && event.payload.kind !== "LOG";
}
