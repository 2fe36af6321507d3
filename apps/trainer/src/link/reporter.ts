import type { ImageLossInput, LogLineInput, PointInput } from "@maskyard/store";
import type { ParentLink } from "./parentLink.ts";

/** Gathers points and log lines and sends them at most every `flushEveryMs`, so that fast steps do not become a message each. */
export class Reporter {
  readonly #link: ParentLink;
  readonly #flushEveryMs: number;
  readonly #nowMs: () => number;
  #points: Required<PointInput>[] = [];
  #imageLosses: ImageLossInput[] = [];
  #lines: Required<LogLineInput>[] = [];
  #progress: { step: number; epoch: number } | null = null;
  #flushedAtMs: number;

  constructor(link: ParentLink, options: { flushEveryMs?: number; nowMs?: () => number } = {}) {
    this.#link = link;
    this.#flushEveryMs = options.flushEveryMs ?? 500;
    this.#nowMs = options.nowMs ?? (() => performance.now());
    this.#flushedAtMs = Number.NEGATIVE_INFINITY;
  }

  /** Values measured just now, after a step. */
  points(step: number, values: Record<string, number>): void {
    const atMs = Date.now();
    for (const [series, value] of Object.entries(values)) this.#points.push({ series, step, value, atMs });
  }

  /** All images of one step. */
  imageLosses(losses: readonly ImageLossInput[]): void {
    this.#imageLosses.push(...losses);
  }

  log(text: string, level: LogLineInput["level"] = "info"): void {
    this.#lines.push({ level, text, at: new Date() });
  }

  progress(step: number, epoch: number): void {
    this.#progress = { step, epoch };
  }

  /** Sends what was gathered if the last time is long enough ago; waits while too much is unacknowledged. */
  async flushWhenDue(): Promise<void> {
    if (this.#nowMs() - this.#flushedAtMs >= this.#flushEveryMs) await this.flush();
  }

  /** Sends what was gathered. */
  async flush(): Promise<void> {
    this.#flushedAtMs = this.#nowMs();
    await this.#link.room();
    const [points, imageLosses, lines, progress] = [this.#points, this.#imageLosses, this.#lines, this.#progress];
    this.#points = [];
    this.#imageLosses = [];
    this.#lines = [];
    this.#progress = null;
    if (imageLosses.length > 0) void this.#link.post({ type: "imageLosses", losses: imageLosses });
    if (points.length > 0) void this.#link.post({ type: "points", points });
    if (lines.length > 0) void this.#link.post({ type: "log", lines });
    if (progress) void this.#link.post({ type: "progress", ...progress });
  }

  /** Shows that the process lives when nothing else was sent for a while. */
  async alive(): Promise<void> {
    if (this.#nowMs() - this.#flushedAtMs < 5_000) return;
    await this.flush();
    void this.#link.post({ type: "alive" });
  }
}
