import type { Logger } from "pino";
import { TooMuchWorkError } from "../errors/workErrors.ts";
import { fromWire } from "./fromWire.ts";
import type { Lane } from "./lanes.ts";
import type { WorkerMessage } from "./messages.ts";
import type { RunOptions, Task } from "./Work.ts";
import type { WorkerExit, WorkerProcess } from "./WorkerProcess.ts";

/** A worker that ended in the middle of its task, through no bound that it met. */
export class WorkerCrashedError extends Error {
  override readonly name = "WorkerCrashedError";
}

interface Outcome {
  readonly output: unknown;
  readonly residentMib: number;
}

/** One task on one worker: what becomes of it, within its lane's bounds of time and memory. */
export class TaskRun {
  readonly #worker: WorkerProcess;
  readonly #task: Task<never, unknown>;
  readonly #lane: Lane;
  readonly #logger: Logger;
  #silence: NodeJS.Timeout | null = null;
  #onSilence: () => void = () => undefined;
  /** Whether the worker has answered, be it with an error, and was not told to end: it can be given another task. */
  isIntact = false;

  constructor(worker: WorkerProcess, task: Task<never, unknown>, lane: Lane, logger: Logger) {
    this.#worker = worker;
    this.#task = task;
    this.#lane = lane;
    this.#logger = logger;
  }

  /** The task has shown that it goes on. */
  readonly stillAlive = (): void => {
    if (this.#silence === null) return;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(this.#onSilence, this.#lane.silentSeconds * 1_000);
  };

  async result(input: unknown, { signal, onProgress }: RunOptions): Promise<Outcome> {
    const { moduleUrl, errors } = this.#task;
    /** Why the worker is ended, where it is we who end it. */
    let reason: (() => unknown) | null = null;
    const end = (why: () => unknown): void => {
      reason ??= why;
      this.#worker.kill();
    };
    const abort = (): void => end(() => signal.reason);
    try {
      return await new Promise<Outcome>((resolve, reject) => {
        const onMessage = (message: WorkerMessage): void => {
          this.stillAlive();
          if (message.kind === "progress") onProgress?.(message.value);
          else if (message.kind === "warning") this.#logger.warn({ task: this.#task.doing }, message.message);
          else {
            // An answer that was on its way when the worker was told to end is heard, but the worker is as good as gone.
            this.isIntact = reason === null;
            if (message.kind === "done") resolve(message);
            else reject(fromWire(message.error, errors));
          }
        };
        this.#onSilence = () => end(() => this.#tooMuch(`took longer than ${this.#lane.silentSeconds} s`));
        this.#silence = setTimeout(this.#onSilence, this.#lane.silentSeconds * 1_000);
        // Nothing of the task runs any more by the time it is told.
        void this.#worker.exited.then((exit) => {
          if (!this.isIntact) reject(reason === null ? this.#whyItEnded(exit) : reason());
        });
        signal.addEventListener("abort", abort, { once: true });
        if (signal.aborted) abort();
        else this.#worker.start({ moduleUrl, input }, onMessage);
      });
    } finally {
      signal.removeEventListener("abort", abort);
      if (this.#silence !== null) clearTimeout(this.#silence);
      this.#silence = null;
    }
  }

  #whyItEnded(exit: WorkerExit): Error {
    const { code, signal, said } = exit;
    if (this.#worker.ranOutOfMemory(exit)) {
      const { heapMib } = this.#lane;
      this.#logger.warn({ task: this.#task.doing, heapMib, said }, "a worker ran out of memory and was ended");
      return this.#tooMuch(`needs more than ${heapMib} MiB of memory`);
    }
    this.#logger.error({ task: this.#task.doing, code, signal, said }, "a worker died");
    return new WorkerCrashedError(`${this.#task.doing}: the worker died (code ${code}, signal ${signal})`);
  }

  #tooMuch(what: string): TooMuchWorkError {
    return new TooMuchWorkError(`${this.#task.doing} ${what} and was ended; nothing was changed. ${this.#task.advice}`);
  }
}
