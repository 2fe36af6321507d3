import { axisScale } from "../../chart/axisScale.ts";
import { LEVEL_BELOW } from "../../chart/drawnCurves.ts";
import { evenTicks } from "../../chart/evenTicks.ts";
import { logTicks } from "../../chart/logTicks.ts";
import { tickLabels } from "../../chart/tickLabels.ts";
import { formatMetric } from "../../format/formatNumber.ts";

export type DimensionValue = number | string | null;

/** Where the values of a setting or metric lie on an axis, from 0 to 1. */
export interface DimensionScale {
  readonly kind: "numbers" | "words";
  /** False where it was asked for and a value is not above zero. */
  readonly logarithmic: boolean;
  /** Null where the run has no such value. */
  readonly place: (value: DimensionValue) => number | null;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  /** The number at a place; of words the one's position. */
  readonly numberAt: (place: number) => number;
}

export function dimensionScale(values: readonly DimensionValue[], logarithmic: boolean): DimensionScale {
  const words = values.filter((value) => typeof value === "string");
  return words.length > 0
    ? scaleOfWords(values)
    : scaleOfNumbers(
        values.filter((value) => typeof value === "number" && Number.isFinite(value)) as number[],
        logarithmic,
      );
}

function scaleOfWords(values: readonly DimensionValue[]): DimensionScale {
  const words = [...new Set(values.filter((value) => value !== null).map(String))].sort();
  const at = (index: number) => (words.length === 1 ? 0.5 : index / (words.length - 1));
  return {
    kind: "words",
    logarithmic: false,
    place: (value) => {
      const index = value === null ? -1 : words.indexOf(String(value));
      return index === -1 ? null : at(index);
    },
    ticks: words.map((label, index) => ({ at: at(index), label })),
    numberAt: (place) => place * (words.length - 1),
  };
}

function scaleOfNumbers(numbers: readonly number[], wantsLog: boolean): DimensionScale {
  if (numbers.length === 0) {
    return { kind: "numbers", logarithmic: false, place: () => null, ticks: [], numberAt: () => 0 };
  }
  const from = numbers.reduce((a, b) => Math.min(a, b));
  const to = numbers.reduce((a, b) => Math.max(a, b));
  const logarithmic = wantsLog && from > 0;
  const scale = axisScale({ from, to }, { logarithmic, leastSpan: LEVEL_BELOW });
  const tickValues =
    fewValues(numbers) ?? (logarithmic ? fewLogTicks(scale.from, scale.to) : evenTicks(scale.from, scale.to));
  const labels = tickLabels(tickValues, formatMetric);
  return {
    kind: "numbers",
    logarithmic,
    place: (value) => {
      const place = typeof value === "number" ? scale.place(value) : Number.NaN;
      return Number.isFinite(place) ? place : null;
    },
    ticks: ticksApart(tickValues.map((value, index) => ({ at: scale.place(value), label: labels[index] as string }))),
    numberAt: scale.valueAt,
  };
}

/** So many values have a tick each. */
const FEW = 8;
/** Of the axis, between the labels of two ticks. */
const APART = 0.06;

/** The values that there are, in order, where they are few and of few digits: of a batch size that is 2, 4 or 8 nobody wants to read 3. Null for others. */
function fewValues(numbers: readonly number[]): number[] | null {
  const distinct = [...new Set(numbers)].sort((a, b) => a - b);
  const isShort = (value: number) => Number(value.toPrecision(3)) === value;
  return distinct.length <= FEW && distinct.every(isShort) ? distinct : null;
}

/** Powers of ten alone, where there are enough of them to read the axis by. */
function fewLogTicks(from: number, to: number): number[] {
  const ticks = logTicks(from, to);
  const powers = ticks.filter((tick) => Number.isInteger(Math.log10(tick)));
  return ticks.length > 6 && powers.length > 1 ? powers : ticks;
}

/** Both ends, and of those between what is not too near to another. */
function ticksApart(ticks: DimensionScale["ticks"]): DimensionScale["ticks"] {
  const [first, last] = [ticks[0], ticks.at(-1)];
  if (first === undefined || last === undefined || first === last) return ticks;
  const kept = [first];
  for (const tick of ticks.slice(1, -1)) {
    if (tick.at - (kept.at(-1)?.at ?? 0) >= APART && last.at - tick.at >= APART) kept.push(tick);
  }
  return [...kept, last];
}
