import { PassThrough, type Readable } from "node:stream";
import { deserialize, serialize } from "node:v8";
import { fromWire } from "../domain/work/fromWire.ts";
import type { RunOptions, Task, TaskFunction, Work, WorkContext, WorkStore } from "../domain/work/Work.ts";
import { toWire } from "../domain/work/wireError.ts";

/**
 * Does tasks in this process, with what crosses to a worker copied as it is copied there: for tests that are about what a task does and may stand in for its
 * services. `workerPool.test.ts` and `tasks.test.ts` are about the processes.
 */
export class InlineWork implements Work {
  readonly #services: WorkStore;
  readonly #closing = new AbortController();

  constructor(services: WorkStore) {
    this.#services = services;
  }

  async run<Input, Output>(task: Task<Input, Output>, input: Input, options: RunOptions): Promise<Output> {
    return copied(await this.#do(task, input, options, new PassThrough())) as Output;
  }

  async stream<Input>(task: Task<Input, void>, input: Input, options: RunOptions): Promise<Readable> {
    const output = new PassThrough();
    output.on("error", () => undefined);
    const done = this.#do(task, input, options, output).then(
      () => output.end(),
      (error: Error) => {
        output.destroy(error);
        throw error;
      },
    );
    await Promise.race([new Promise((resolve) => output.once("readable", resolve)), done]);
    done.catch(() => undefined); // the reader learns it from the stream
    return output;
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error("the server is stopping"));
  }

  async #do(task: Task<never, unknown>, input: unknown, options: RunOptions, output: PassThrough): Promise<unknown> {
    const signal = AbortSignal.any([this.#closing.signal, options.signal]);
    signal.throwIfAborted();
    const { default: run } = (await import(/* @vite-ignore */ task.moduleUrl)) as {
      default: TaskFunction<unknown, unknown>;
    };
    const context: WorkContext = {
      store: async () => this.#services,
      output,
      signal,
      progress: (value) => options.onProgress?.(copied(value)),
      warn: () => undefined,
    };
    try {
      return await run(copied(input), context);
    } catch (error) {
      throw signal.aborted ? signal.reason : fromWire(copied(toWire(error)), task.errors);
    }
  }
}

function copied<Value>(value: Value): Value {
  return deserialize(serialize(value));
}
