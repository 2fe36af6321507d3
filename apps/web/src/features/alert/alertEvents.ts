/** The events a webhook can be told of, as a person reads them. */
export const ALERT_EVENTS = [
  { value: "RUN_FAILED", label: "A run failed" },
  { value: "RUN_FINISHED", label: "A run finished" },
  { value: "RUN_DIVERGED", label: "A run diverged" },
  { value: "TRAINER_LOST", label: "A trainer was lost" },
] as const;

export type AlertEvent = (typeof ALERT_EVENTS)[number]["value"];

export function eventLabel(kind: string): string {
  return ALERT_EVENTS.find(({ value }) => value === kind)?.label ?? "Test";
}

interface Rule {
  readonly series: string;
  readonly comparison: "ABOVE" | "BELOW" | "NOT_FINITE";
  readonly value: number | null;
  readonly points: number;
}

/** "loss is above 10 for 3 points in a row" */
export function describeRule({ series, comparison, value, points }: Rule): string {
  const what = comparison === "NOT_FINITE" ? "is not finite" : `is ${comparison.toLowerCase()} ${value}`;
  return `${series} ${what}${points === 1 ? "" : ` for ${points} points in a row`}`;
}
