import { isStep, isTimeMs, LARGEST_STEP, type LoggedPoint } from "@maskyard/store";
import { InvalidInputError } from "../errors/expectedErrors.ts";

const NAME_LENGTH_MAX = 250;

/** Points of one series. Throws {@link InvalidInputError} for lists of unequal length and steps that are none. */
export function pointsOfColumns(columns: {
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: readonly (number | null | undefined)[];
  readonly timesMs?: readonly number[] | null | undefined;
}): LoggedPoint[] {
  const { name, steps, values, timesMs } = columns;
  if (name.trim() === "" || name.length > NAME_LENGTH_MAX) {
    throw new InvalidInputError(`The name of a series must have 1 to ${NAME_LENGTH_MAX} characters.`, "series.name");
  }
  for (const list of [values, timesMs ?? steps]) {
    if (list.length !== steps.length) {
      throw new InvalidInputError(
        `${name} has ${steps.length} steps, but another list has length ${list.length}.`,
        "series",
      );
    }
  }
  const nowMs = Date.now();
  return steps.map((step, index) => {
    const atMs = Math.round(timesMs?.[index] ?? nowMs);
    if (!isStep(step) || !isTimeMs(atMs)) {
      throw new InvalidInputError(`${name} has step ${step} at ${atMs}; steps go from 0 to ${LARGEST_STEP}.`, "series");
    }
    return { series: name, step, value: values[index] ?? Number.NaN, atMs };
  });
}
