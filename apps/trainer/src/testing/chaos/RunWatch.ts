import { setTimeout as delay } from "node:timers/promises";
import { type Database, isTransientError, readSeries } from "@maskyard/store";

export interface RunFacts {
  readonly status: string;
  readonly step: number;
  readonly fencingToken: number;
  readonly trainerId: string | null;
  readonly furthestStep: number;
  readonly failureReason: string | null;
  readonly processId: number | null;
}

const FACTS_SQL = `
SELECT run.status, step, fencing_token::float8 AS "fencingToken", trainer_id AS "trainerId", furthest_step AS "furthestStep",
  failure_reason AS "failureReason", (facts->>'processId')::int AS "processId"
FROM run JOIN job ON job.id = run.job_id LEFT JOIN run_provenance ON run_id = run.id WHERE run.id = $1`;

/**
 * Records what the database says of a run, over all outages, and what of it breaks a promise: a token with two owners, a token that goes back, a value
 * at or before a recorded checkpoint that is gone, doubled or different later.
 */
export class RunWatch {
  readonly #database: Database;
  readonly #runId: string;
  readonly broken: string[] = [];
  readonly #owners = new Map<number, string>();
  readonly #promised = new Map<number, number>();
  #lastToken = 0;

  constructor(database: Database, runId: string) {
    this.#database = database;
    this.#runId = runId;
  }

  /** How many claims there were. */
  get claims(): number {
    return this.#lastToken;
  }

  /** Looks again and again until the run is as `reached` says. */
  async until(what: string, reached: (facts: RunFacts) => boolean, timeoutMs = 300_000): Promise<RunFacts> {
    const deadlineMs = performance.now() + timeoutMs;
    let last: RunFacts | null = null;
    while (performance.now() < deadlineMs) {
      last = await this.#look();
      if (last && reached(last)) return last;
      await delay(25);
    }
    throw new Error(`RunWatch: ${what} was not reached within ${timeoutMs} ms; last seen ${JSON.stringify(last)}`);
  }

  async #look(): Promise<RunFacts | null> {
    try {
      const { rows } = await this.#database.pool.query<RunFacts>(FACTS_SQL, [this.#runId]);
      const [facts] = rows;
      if (!facts) throw new Error(`RunWatch: there is no run ${this.#runId}`);
      this.#checkOwner(facts);
      if (facts.furthestStep > 0) await this.#checkPoints(facts.furthestStep);
      return facts;
    } catch (error) {
      if (isTransientError(error)) return null;
      throw error;
    }
  }

  #checkOwner({ fencingToken, trainerId }: RunFacts): void {
    if (fencingToken < this.#lastToken)
      this.broken.push(`the token went back from ${this.#lastToken} to ${fencingToken}`);
    this.#lastToken = Math.max(this.#lastToken, fencingToken);
    if (trainerId === null) return;
    const owner = this.#owners.get(fencingToken) ?? trainerId;
    if (owner !== trainerId) this.broken.push(`token ${fencingToken} has two owners`);
    this.#owners.set(fencingToken, trainerId);
  }

  /** A checkpoint's row comes after the points up to it: from then on they must stand. */
  async #checkPoints(furthestStep: number): Promise<void> {
    const [loss] = await readSeries(this.#database.pool, {
      runId: this.#runId,
      names: ["loss"],
      points: 1_000_000,
      toStep: furthestStep,
    });
    const steps = loss?.steps ?? [];
    if (new Set(steps).size !== steps.length) this.broken.push(`doubled steps among ${steps.join(",")}`);
    const now = new Map(steps.map((step, index) => [step, loss?.values[index] as number]));
    for (const [step, value] of this.#promised) {
      if (!Object.is(now.get(step), value)) this.broken.push(`step ${step} was ${value} and is ${now.get(step)}`);
    }
    for (const [step, value] of now) this.#promised.set(step, value);
  }
}
