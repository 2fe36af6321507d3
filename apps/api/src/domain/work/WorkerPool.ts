import { PassThrough, type Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { Logger } from "pino";
import { TooBusyError } from "../errors/workErrors.ts";
import { LaneQueue } from "./LaneQueue.ts";
import { type Lane, lanesOf, type WorkSettings } from "./lanes.ts";
import { TaskRun } from "./TaskRun.ts";
import type { LaneName, RunOptions, Task, Work } from "./Work.ts";
import { WorkerProcess, type WorkerSettings } from "./WorkerProcess.ts";

/** A worker that nobody needed so long is ended: it holds some 100 MiB. */
const IDLE_MS = 60_000;
/** One that has grown so far is not used again; the next one begins small. */
const USED_AGAIN_MIB = 768;

interface PoolLane extends Lane {
  readonly queue: LaneQueue;
  /** Workers without a task, the last used at the end, with what will end them. */
  readonly idle: Map<WorkerProcess, NodeJS.Timeout>;
}

/** Work in processes of its own, bounded in their number, in what waits, in memory and in time. docs/decisions/0030 says why not in threads. */
export class WorkerPool implements Work {
  readonly #lanes: Readonly<Record<LaneName, PoolLane>>;
  readonly #settings: WorkerSettings;
  readonly #logger: Logger;
  readonly #alive = new Set<WorkerProcess>();
  readonly #closing = new AbortController();

  constructor(work: WorkSettings, settings: WorkerSettings, logger: Logger) {
    const lanes = Object.entries(lanesOf(work)).map(([name, lane]) => [
      name,
      { ...lane, queue: new LaneQueue(lane.processes, lane.waitingMax), idle: new Map() },
    ]);
    this.#lanes = Object.fromEntries(lanes) as Record<LaneName, PoolLane>;
    this.#settings = settings;
    this.#logger = logger;
  }

  /** Processes that live, with and without a task. */
  get processCount(): number {
    return this.#alive.size;
  }

  async run<Input, Output>(task: Task<Input, Output>, input: Input, options: RunOptions): Promise<Output> {
    const { lane, leave, signal } = await this.#enter(task, options.signal);
    const worker = this.#takeWorker(lane);
    const run = new TaskRun(worker, task, lane, this.#logger);
    try {
      const { output, residentMib } = await run.result(input, { ...options, signal });
      if (run.isIntact && residentMib <= USED_AGAIN_MIB && !this.#closing.signal.aborted) this.#keep(worker, lane);
      else await this.#end(worker);
      return output as Output;
    } catch (error) {
      // One that threw has answered and is whole; of one that was cut off nothing is left to keep.
      if (run.isIntact && !this.#closing.signal.aborted) this.#keep(worker, lane);
      else await this.#end(worker);
      throw error;
    } finally {
      leave();
    }
  }

  async stream<Input>(task: Task<Input, void>, input: Input, options: RunOptions): Promise<Readable> {
    const { lane, leave, signal } = await this.#enter(task, options.signal);
    const reader = new AbortController();
    const worker = this.#takeWorker(lane);
    const run = new TaskRun(worker, task, lane, this.#logger);
    const out = new PassThrough();
    out.on("error", () => undefined); // until there is a reader, which is told by the promise
    const result = run.result(input, { ...options, signal: AbortSignal.any([signal, reader.signal]) });
    worker.output.on("data", run.stillAlive).pipe(out, { end: false });
    const whole = Promise.all([result, finished(worker.output, { writable: false })]);
    whole
      .then(
        () => out.end(),
        (error: Error) => out.destroy(error),
      )
      // A stream has its pipe once: the process has done its work.
      .finally(() => this.#end(worker).finally(leave));
    out.once("close", () => reader.abort(new Error("the reader went away")));
    await Promise.race([new Promise((resolve) => out.once("readable", resolve)), whole]);
    return out;
  }

  async close(): Promise<void> {
    this.#closing.abort(new TooBusyError("The server is stopping. Try again in a moment.", 5));
    for (const { idle } of Object.values(this.#lanes)) for (const timer of idle.values()) clearTimeout(timer);
    await Promise.all([...this.#alive].map((worker) => this.#end(worker)));
  }

  /** Waits for a turn in the task's lane. */
  async #enter(
    task: Task<never, unknown>,
    wanted: AbortSignal,
  ): Promise<{ lane: PoolLane; leave: () => void; signal: AbortSignal }> {
    const signal = AbortSignal.any([this.#closing.signal, wanted]);
    const lane = this.#lanes[task.lane];
    return { lane, leave: await lane.queue.enter(signal), signal };
  }

  #takeWorker(lane: PoolLane): WorkerProcess {
    const rested = [...lane.idle.keys()].at(-1);
    if (rested !== undefined) {
      clearTimeout(lane.idle.get(rested));
      lane.idle.delete(rested);
      return rested;
    }
    const worker = new WorkerProcess(lane, this.#settings);
    this.#alive.add(worker);
    void worker.exited.then(() => {
      this.#alive.delete(worker);
      clearTimeout(lane.idle.get(worker));
      lane.idle.delete(worker);
    });
    return worker;
  }

  #keep(worker: WorkerProcess, lane: PoolLane): void {
    worker.rest();
    if (!this.#alive.has(worker)) return;
    const timer = setTimeout(() => void this.#end(worker), IDLE_MS);
    timer.unref();
    lane.idle.set(worker, timer);
  }

  async #end(worker: WorkerProcess): Promise<void> {
    worker.kill();
    await worker.exited;
  }
}
