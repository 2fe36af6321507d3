import {
  appendPoints,
  BlobStore,
  type ClaimedRun,
  type Database,
  failAttempt,
  finishRun,
  LeaseLostError,
  type PointInput,
  type RunLease,
  releaseRun,
  runConfigurationSchema,
  withRetry,
} from "@maskyard/store";
import type { Logger } from "pino";
import type { ChildMessage } from "../protocol/childMessages.ts";
import type { StopReason } from "../protocol/parentMessages.ts";
import type { SystemSampler } from "../system/SystemSampler.ts";
import { describeExit } from "./describeExit.ts";
import { describeRetry } from "./describeRetry.ts";
import { LeaseKeeper } from "./leaseKeeper.ts";
import { readStartMessage } from "./readStartMessage.ts";
import { TrainingProcess } from "./trainingProcess.ts";
import { writeReport } from "./writeReport.ts";

export interface SessionOptions {
  database: Database;
  run: ClaimedRun;
  leaseSeconds: number;
  blobDirectory: string;
  weightsDirectory: string;
  /** Looks at the machine; its figures become series of the run. */
  sampler: SystemSampler;
  /** What this trainer adds to the run's provenance. */
  provenance: object;
  /** How this trainer's code differs from its commit. */
  localDifference: string | null;
  logger: Logger;
}

/** How one claim of a run ended here. `LOST`: another trainer has it, nothing more may be written. */
export type SessionOutcome = "SUCCEEDED" | "FAILED" | "CANCELLED" | "RELEASED" | "REQUEUED" | "LOST";

/** A checkpoint of a large model takes seconds, a step too: longer than that the process is taken for stuck and killed. */
const releaseGraceMs = 15_000;
const cancelGraceMs = 60_000;
/** Without any report for this long the training process is taken for stuck. */
const silenceMs = 15 * 60_000;
const exitGraceMs = 5_000;
const sampleEveryMs = 10_000;

type Verdict = Extract<ChildMessage, { type: "finished" | "failed" }>;

/** Carries one claimed run: its training process, its lease, and every write to the database. */
export class RunSession {
  readonly #options: SessionOptions;
  readonly #lease: RunLease;
  readonly #keeper: LeaseKeeper;
  readonly #logger: Logger;
  #process: TrainingProcess | null = null;
  #stopReason: StopReason | null = null;
  #lost = false;
  #verdict: Verdict | null = null;
  #writeFailure: unknown = null;
  #writes: Promise<void> = Promise.resolve();
  #killTimer: NodeJS.Timeout | undefined;
  #silenceTimer: NodeJS.Timeout | undefined;
  #stuck = false;
  #sampleTimer: NodeJS.Timeout | undefined;
  /** The last step reported: the one that a look at the machine belongs to. */
  #step = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { runId, jobId, fencingToken } = options.run;
    this.#lease = { runId, jobId, fencingToken };
    this.#logger = options.logger.child({ runId, attempt: options.run.attempt });
    this.#keeper = new LeaseKeeper({
      pool: options.database.pool,
      lease: this.#lease,
      leaseSeconds: options.leaseSeconds,
      logger: this.#logger,
      onCancelRequested: () => this.#stop("cancel", cancelGraceMs),
      onLost: () => {
        this.#lost = true;
        this.#process?.kill();
      },
    });
  }

  get jobId(): string {
    return this.#lease.jobId;
  }

  /** A heartbeat now: somebody may have asked to cancel this run. */
  beat(): Promise<void> {
    return this.#keeper.beat();
  }

  /** The trainer shuts down: save a checkpoint and give the run back to the queue. */
  release(): void {
    this.#stop("release", releaseGraceMs);
  }

  async carry(): Promise<SessionOutcome> {
    const { run, database } = this.#options;
    this.#logger.info({ name: run.name, recipe: run.recipe }, "the run was claimed");
    try {
      const start = await this.#retrying(() => readStartMessage(database, run, this.#options));
      if (this.#lost) return "LOST";
      const trainingProcess = new TrainingProcess({
        onMessage: (message) => this.#receive(message),
        onOutput: (line) => this.#logger.debug({ line }, "training process"),
      });
      this.#process = trainingProcess;
      this.#expectSign();
      this.#sampleTimer = setInterval(() => void this.#sample(), sampleEveryMs);
      trainingProcess.send(start);
      if (this.#stopReason) trainingProcess.send({ type: "stop", reason: this.#stopReason });
      const exit = await trainingProcess.exited;
      await this.#writes;
      return await this.#conclude(
        describeExit(
          exit,
          trainingProcess.stderrTail,
          runConfigurationSchema.safeParse(run.configuration).data ?? null,
        ),
      );
    } catch (error) {
      if (error instanceof LeaseLostError || this.#lost) return "LOST";
      throw error;
    } finally {
      this.#keeper.stop();
      clearTimeout(this.#killTimer);
      clearTimeout(this.#silenceTimer);
      clearInterval(this.#sampleTimer);
      this.#process?.kill();
    }
  }

  /** Points of the machine, among the training's own reports, so that a resumed run replaces them likewise. */
  async #sample() {
    const values = await this.#options.sampler.sample();
    if (this.#step === 0) return;
    const atMs = Date.now();
    const points = Object.entries(values).map(([series, value]) => ({ series, step: this.#step, value, atMs }));
    this.#writes = this.#writes.then(() => this.#writeSample(points));
  }

  async #writeSample(points: PointInput[]) {
    if (this.#lost || this.#writeFailure || this.#verdict) return;
    try {
      await this.#retrying(() => appendPoints(this.#options.database.pool, { ...this.#lease, points }));
    } catch (error) {
      if (error instanceof LeaseLostError) this.#keeper.lose("a write was refused: its fencing token is old");
      else this.#logger.warn({ err: error }, "the machine's figures could not be stored");
    }
  }

  #stop(reason: StopReason, graceMs: number) {
    if (this.#stopReason === "release") return;
    this.#stopReason = reason;
    this.#logger.info({ reason }, "asking the training process to save and stop");
    this.#process?.send({ type: "stop", reason });
    clearTimeout(this.#killTimer);
    this.#killTimer = setTimeout(() => this.#process?.kill(), graceMs);
  }

  #receive(message: ChildMessage) {
    this.#expectSign();
    // One after the other, in the order they were sent: what is durable is always a prefix of what was reported.
    this.#writes = this.#writes.then(() => this.#write(message));
  }

  async #write(message: ChildMessage) {
    if (this.#lost || this.#writeFailure) return;
    try {
      const { database, blobDirectory, provenance, localDifference } = this.#options;
      const blobs = new BlobStore(blobDirectory);
      const target = { pool: database.pool, blobs, lease: this.#lease, provenance, localDifference };
      const value = await this.#retrying(() => writeReport(target, message));
      if (message.type === "progress") this.#step = message.step;
      else if (message.type === "started") this.#step = message.resumedFromStep;
      if (message.type === "finished" || message.type === "failed") {
        this.#verdict = message;
        clearTimeout(this.#killTimer);
        this.#killTimer = setTimeout(() => this.#process?.kill(), exitGraceMs);
      }
      this.#process?.send({ type: "ack", sequence: message.sequence, value });
    } catch (error) {
      if (error instanceof LeaseLostError) this.#keeper.lose("a write was refused: its fencing token is old");
      else if (!this.#lost) this.#writeFailure = error;
      this.#process?.kill();
    }
  }

  /** Through an outage of the database, for as long as the lease may still be this trainer's. */
  #retrying<T>(operation: () => Promise<T>): Promise<T> {
    return withRetry(operation, {
      giveUpAfterMs: Number.POSITIVE_INFINITY,
      signal: this.#keeper.lostSignal,
      onRetry: (error, attempt) => this.#logger.warn({ err: error, attempt }, describeRetry(error)),
    });
  }

  #expectSign() {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => {
      this.#stuck = true;
      this.#process?.kill();
    }, silenceMs);
  }

  async #conclude(exitDescription: string): Promise<SessionOutcome> {
    if (this.#lost) return "LOST";
    const { pool } = this.#options.database;
    const verdict = this.#verdict;
    const finish = async (
      status: "SUCCEEDED" | "FAILED" | "CANCELLED",
      failureReason: string | null,
      diverged = false,
    ) => {
      await this.#retrying(() => finishRun(pool, { ...this.#lease, status, failureReason, diverged }));
      this.#logger.info({ status, failureReason }, "the run ended");
      return status;
    };
    if (verdict?.type === "finished" && verdict.outcome === "succeeded") return finish("SUCCEEDED", null);
    if (verdict?.type === "failed" && verdict.cause === "user")
      return finish("FAILED", verdict.message, verdict.diverged);
    if (this.#stopReason === "cancel") return finish("CANCELLED", null);
    if (this.#stopReason === "release") {
      await this.#retrying(() => releaseRun(pool, this.#lease));
      this.#logger.info("the run was given back to the queue");
      return "RELEASED";
    }
    const reason = this.#failureReason(exitDescription);
    const { status } = await this.#retrying(() => failAttempt(pool, { ...this.#lease, reason }));
    this.#logger.error({ reason, status }, "the attempt failed");
    return status === "QUEUED" ? "REQUEUED" : status;
  }

  #failureReason(exitDescription: string): string {
    if (this.#writeFailure) return `What the training reported could not be stored: ${messageOf(this.#writeFailure)}`;
    if (this.#stuck)
      return `The training process gave no sign of life for ${silenceMs / 60_000} minutes and was ended.`;
    if (this.#verdict?.type === "failed") return this.#verdict.message;
    return exitDescription;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
