import type { Readable, Writable } from "node:stream";
import type { BlobStore } from "@maskyard/store";
import type { PrismaClient } from "@maskyard/store/prisma";
import type { Pool } from "pg";

/** Database and files, over connections of the worker's own. */
export interface WorkStore {
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  readonly blobs: BlobStore;
}

/** What a task has to work with, in a process of its own. */
export interface WorkContext {
  /** Opened when it is first asked for: a task that only computes does not wait for the database's client to load. */
  store(): Promise<WorkStore>;
  /** Aborted when nobody waits for the result any more. A worker process is killed then; what it must leave in order has to bear that. */
  readonly signal: AbortSignal;
  /** Tells whoever waits how far it is. Also the sign of life: a task that gives none for too long is ended. */
  progress(value: unknown): void;
  /** Tells the log of the server. */
  warn(message: string): void;
  /** Where a streamed task writes; writing waits while the reader is slow. */
  readonly output: Writable;
}

export type TaskFunction<Input, Output> = (input: Input, context: WorkContext) => Promise<Output>;

/** Workers of a lane are its own, so that short work never waits behind long work. */
export type LaneName = "quick" | "reading" | "export" | "import";

/** A task as it is asked for: the module whose default export does it, and how it is spoken of. */
export interface Task<Input, Output> {
  readonly moduleUrl: string;
  readonly lane: LaneName;
  /** Begins a sentence: "Looking for findings". */
  readonly doing: string;
  /** What a person can do where it was too much: a sentence. */
  readonly advice: string;
  /** Errors of its own that whoever asks tells apart by their class. */
  readonly errors: readonly ErrorClass[];
  // Carries the types alone.
  readonly types?: (input: Input) => Output;
}

// biome-ignore lint/suspicious/noExplicitAny: of any constructor
export type ErrorClass = abstract new (...values: any[]) => Error;

export interface RunOptions {
  /** Takes the task out of the queue, or ends the worker that is at it. */
  readonly signal: AbortSignal;
  readonly onProgress?: (value: unknown) => void;
}

/** Does what is proportional to data away from the event loop that answers everybody. */
export interface Work {
  /**
   * Resolves with what the task gives. Throws what it throws; {@link TooBusyError} where the queue is full, {@link TooMuchWorkError} where it took too
   * long or too much memory, and the signal's reason when that is aborted. By the time it settles nothing of the task runs any more.
   */
  run<Input, Output>(task: Task<Input, Output>, input: Input, options: RunOptions): Promise<Output>;
  /**
   * What the task writes to its output. Resolves with the first bytes; throws as {@link run} does where it fails before them, and afterwards destroys
   * the stream, which then never looks whole. Destroying the stream ends the task.
   */
  stream<Input>(task: Task<Input, void>, input: Input, options: RunOptions): Promise<Readable>;
  /** Ends what is under way and waiting. */
  close(): Promise<void>;
}
