import { logTicks } from "../../chart/logTicks.ts";
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
        values.filter((value) => typeof value === "number"),
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
  const least = numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const greatest = numbers.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const logarithmic = wantsLog && least > 0;
  const distance = logarithmic ? Math.log : (value: number) => value;
  const [low, high] = [distance(least), distance(greatest)];
  const placeOf = (value: number) => (high > low ? (distance(value) - low) / (high - low) : 0.5);
  const tickValues = numbers.length === 0 ? [] : high > low ? ticksBetween(least, greatest, logarithmic) : [least];
  return {
    kind: "numbers",
    logarithmic,
    place: (value) => (typeof value === "number" ? placeOf(value) : null),
    ticks: tickValues.map((value) => ({ at: placeOf(value), label: formatMetric(value) })),
    numberAt: (place) => {
      const value = low + place * (high - low);
      return logarithmic ? Math.exp(value) : value;
    },
  };
}

/** Both ends are named: they are the best and the worst of the runs. */
function ticksBetween(least: number, greatest: number, logarithmic: boolean): number[] {
  const inner = logarithmic ? logTicks(least, greatest) : evenTicks(least, greatest);
  const distance = logarithmic ? Math.log : (value: number) => value;
  const near = (a: number, b: number) =>
    Math.abs(distance(a) - distance(b)) < 0.08 * (distance(greatest) - distance(least));
  return [least, ...inner.filter((tick) => !near(tick, least) && !near(tick, greatest)), greatest];
}

function evenTicks(from: number, to: number): number[] {
  const power = 10 ** Math.floor(Math.log10((to - from) / 4));
  const distance = ([1, 2, 5, 10].find((factor) => factor * power >= (to - from) / 4) ?? 10) * power;
  const ticks: number[] = [];
  for (let index = Math.ceil(from / distance); index * distance <= to; index++) {
    ticks.push(Number((index * distance).toPrecision(12)));
  }
  return ticks;
}
