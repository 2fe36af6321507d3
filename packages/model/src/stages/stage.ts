/** What a training step and a detection are made of, in order. */
export const stageNames = [
  "transform",
  "backbone",
  "pyramid",
  "rpn head",
  "proposals",
  "rpn targets and losses",
  "region sampling",
  "box pooling",
  "box head",
  "box losses",
  "box detections",
  "mask pooling",
  "mask head",
  "mask targets and loss",
  "backward",
  "update",
] as const;
export type StageName = (typeof stageNames)[number];

/** Called as a stage begins; what it returns is called as the stage ends. */
export type StageListener = (name: StageName) => () => void;

let listener: StageListener | null = null;

/** Tells a benchmark when stages begin and end; null stops it. One listener in a process. */
export function listenToStages(next: StageListener | null): void {
  listener = next;
}

/** Does the work of a stage. Operations are over when they return, so that its time is the stage's own. */
export function stage<T>(name: StageName, work: () => T): T {
  if (listener === null) return work();
  const end = listener(name);
  try {
    return work();
  } finally {
    end();
  }
}
