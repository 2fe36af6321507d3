import { createRandom } from "@maskyard/model";

export const FAULTS = [
  "kill -9 of the training process",
  "kill -9 of the trainer",
  "trainer stopped past its lease, then let go on",
  "Postgres crashed and restarted",
  "API killed and restarted",
  "disk full while a checkpoint is written, then room made",
  "Postgres's disk full for its rows, then room made",
  "Postgres's disk full until it goes down, then room made",
] as const;
export type Fault = (typeof FAULTS)[number];

export interface PlannedFault {
  readonly fault: Fault;
  /** Committed steps to wait for before it. */
  readonly afterSteps: number;
}

/** A seed's faults: every kind of `kinds` comes once before any comes again, in an order and at moments that the seed decides. */
export function planFaults(seed: number, count: number, kinds: readonly Fault[] = FAULTS): PlannedFault[] {
  const random = createRandom(seed, 0);
  const plan: PlannedFault[] = [];
  let left: Fault[] = [];
  while (plan.length < count) {
    if (left.length === 0) left = [...kinds];
    const [fault] = left.splice(Math.floor(random.uniform() * left.length), 1);
    plan.push({ fault: fault as Fault, afterSteps: 1 + Math.floor(random.uniform() * 3) });
  }
  return plan;
}
