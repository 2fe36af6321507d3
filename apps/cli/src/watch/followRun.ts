import { requireRun } from "../server/findRun.ts";
import type { GraphClient, SubscribeOptions } from "../server/GraphClient.ts";
import { graphql } from "../server/graphql.ts";
import { withPatience } from "../server/withPatience.ts";
import type { RunReporter, WatchedLogLine, WatchedRun } from "./RunReporter.ts";

const RUN_FIELDS = "id number name status step totalSteps epoch totalEpochs bestValue attempt failureReason";

const EVENTS = graphql`subscription RunEvents($runId: ID!) {
  runEvents(runId: $runId) {
    kind
    run { ${RUN_FIELDS} }
    points { name steps values }
    logLines { index at level text }
    missed
  }
}`;

const STATE = graphql`query RunState($id: ID!, $points: Int!, $afterLine: Int!) {
  run(id: $id) {
    ${RUN_FIELDS}
    series(points: $points) { name lastStep steps values }
    log(afterLine: $afterLine) { lines { index at level text } }
  }
}`;

/** Points a series that joining late, or coming back after a lost connection, catches up on; more come as buckets' last values. */
const CATCH_UP_POINTS = 10_000;
const FINAL_STATUSES = new Set(["SUCCEEDED", "FAILED", "CANCELLED"]);

interface Points {
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
}

interface RunEvent {
  readonly kind: "STATUS" | "METRICS" | "LOG" | "CHECKPOINT" | "EVALUATION";
  readonly run: WatchedRun;
  readonly points: readonly Points[];
  readonly logLines: readonly WatchedLogLine[];
  /** More was committed than the event brings. */
  readonly missed: boolean;
}

interface RunState extends WatchedRun {
  readonly series: readonly (Points & { readonly lastStep: number | null })[];
  readonly log: { readonly lines: readonly WatchedLogLine[] };
}

/**
 * Tells the reporter of everything the run has done and does until it has ended, and returns it as it ended. A lost connection is made anew and
 * what was missed is read. Steps that a resumed run does again are told again.
 */
export async function followRun(
  client: GraphClient,
  runId: string,
  reporter: RunReporter,
  options: SubscribeOptions = {},
): Promise<WatchedRun> {
  const follower = new Follower(client, runId, reporter);
  for await (const { runEvents: event } of client.subscribe<{ runEvents: RunEvent }>(EVENTS, { runId }, options)) {
    const ended = await follower.take(event);
    if (ended) return ended;
  }
  // The server ends the stream of a run that is gone or has ended.
  return follower.catchUp();
}

class Follower {
  readonly #client: GraphClient;
  readonly #runId: string;
  readonly #reporter: RunReporter;
  readonly #lastSteps = new Map<string, number>();
  #lastLine = -1;
  #status = "";
  #attempt = 0;
  #progress = "";

  constructor(client: GraphClient, runId: string, reporter: RunReporter) {
    this.#client = client;
    this.#runId = runId;
    this.#reporter = reporter;
  }

  /** Returns the run once it has ended and everything of it was told. */
  async take(event: RunEvent): Promise<WatchedRun | null> {
    const { run } = event;
    // A stream begins with a STATUS event: something may have been missed before it.
    if (event.kind === "STATUS") {
      const isNews = run.status !== this.#status || run.attempt !== this.#attempt;
      if (isNews || run.step < Math.max(0, ...this.#lastSteps.values())) {
        const state = await this.catchUp();
        return FINAL_STATUSES.has(state.status) ? state : null;
      }
      this.#tellProgress(run);
      return null;
    }
    if (event.missed) await this.catchUp();
    for (const series of event.points) this.#tellPoints(series);
    this.#tellLines(event.logLines);
    if (event.kind === "METRICS") this.#tellProgress(run);
    if (event.kind === "CHECKPOINT") this.#reporter.checkpoint(run);
    if (event.kind === "EVALUATION") this.#reporter.evaluation(run);
    return null;
  }

  /** Reads the run and tells what was not told yet. */
  async catchUp(): Promise<RunState> {
    const variables = { id: this.#runId, points: CATCH_UP_POINTS, afterLine: this.#lastLine };
    const answer = await withPatience(() => this.#client.request<{ run: RunState | null }>(STATE, variables));
    const run = requireRun(answer.run, this.#runId);
    const isNews = run.status !== this.#status || run.attempt !== this.#attempt;
    this.#status = run.status;
    this.#attempt = run.attempt;
    // The last status comes last, after every point.
    if (isNews && !FINAL_STATUSES.has(run.status)) this.#reporter.status(run);
    for (const series of run.series) {
      // A run resumed from a checkpoint has forgotten what came after it.
      const known = this.#lastSteps.get(series.name);
      if (known !== undefined && series.lastStep !== null && series.lastStep < known) {
        this.#lastSteps.set(series.name, series.lastStep);
      }
      this.#tellPoints(series);
    }
    this.#tellLines(run.log.lines);
    this.#tellProgress(run);
    if (isNews && FINAL_STATUSES.has(run.status)) this.#reporter.status(run);
    return run;
  }

  #tellPoints({ name, steps, values }: Points): void {
    let last = this.#lastSteps.get(name) ?? -1;
    for (const [index, step] of steps.entries()) {
      if (step <= last) continue;
      this.#reporter.metric(name, step, values[index] ?? null);
      last = step;
    }
    this.#lastSteps.set(name, last);
  }

  #tellLines(lines: readonly WatchedLogLine[]): void {
    for (const line of lines) {
      if (line.index <= this.#lastLine) continue;
      this.#reporter.log(line);
      this.#lastLine = line.index;
    }
  }

  #tellProgress(run: WatchedRun): void {
    const progress = `${run.step}/${run.totalSteps} ${run.epoch}/${run.totalEpochs}`;
    if (progress === this.#progress) return;
    this.#progress = progress;
    this.#reporter.progress(run);
  }
}
