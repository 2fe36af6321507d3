import type { StepRange } from "../../chart/types.ts";

/** "11-20" of a page's address; null for anything else. */
export function parseStepRange(text: string | null): StepRange | null {
  const [, from, to] = /^(\d{1,10})-(\d{1,10})$/.exec(text ?? "") ?? [];
  const [fromStep, toStep] = [Number(from), Number(to)];
  return from !== undefined && fromStep <= toStep && toStep < 2 ** 31 ? { fromStep, toStep } : null;
}
