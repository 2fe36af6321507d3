import type { Worker } from "node:worker_threads";
import { startWorker } from "../entry/sourceEntry.ts";
import { UserError } from "../failure/userError.ts";
import type { Sample, SampleReply, SampleRequest, SampleWorkerData } from "./sample.ts";

interface Waiting {
  resolve: (sample: Sample) => void;
  reject: (error: Error) => void;
}

/** Worker threads that decode images and draw masks beside the training step. */
export class SampleLoader {
  readonly #workers: Worker[];
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #failure: Error | null = null;

  /** @param cacheBytes for decoded images, all threads together */
  constructor(options: { workerCount: number; cacheBytes: number }) {
    const workerData: SampleWorkerData = { cacheBytes: options.cacheBytes / options.workerCount };
    this.#workers = Array.from({ length: options.workerCount }, () => {
      const worker = startWorker("sampleWorker", { workerData });
      worker.on("message", (reply: SampleReply) => this.#answer(reply));
      worker.on("error", (error) => this.#fail(error as Error));
      return worker;
    });
  }

  /** @throws UserError naming the image when it cannot be read */
  load(request: SampleRequest): Promise<Sample> {
    if (this.#failure) return Promise.reject(this.#failure);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      // The same image goes to the same thread, so that each is cached once.
      const index = Number.parseInt(request.cacheKey.slice(0, 8), 16) % this.#workers.length || 0;
      (this.#workers[index] as Worker).postMessage({ id, request });
    });
  }

  async close(): Promise<void> {
    this.#fail(new Error("SampleLoader.load: the loader is closed"));
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #answer(reply: SampleReply) {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (!waiting) return;
    if ("sample" in reply) waiting.resolve(reply.sample);
    else waiting.reject(new UserError(reply.error));
  }

  #fail(error: Error) {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
