/** A JSON object whose fields still have to be checked. */
export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A finite number, also where a tool wrote it as text; else null. */
export function finiteNumber(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

/** Like {@link finiteNumber}, with NaN for what is none; unlike Number it takes whatever JSON can hold. */
export function numberOrNan(value: unknown): number {
  return finiteNumber(value) ?? Number.NaN;
}

/** A value of JSON in words: text as it is. String would throw on an object whose `toString` is no function. */
export function wordsOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "undefined");
}

/** No camera's image is wider; beyond it the number is a mistake, and masks would not fit in memory. */
const IMAGE_SIDE_MAX_PX = 100_000;

/** An image's width or height: a whole number from 1 to 100,000; else null. */
export function positiveSize(value: unknown): number | null {
  const number = finiteNumber(value);
  return number !== null && Number.isInteger(number) && number > 0 && number <= IMAGE_SIDE_MAX_PX ? number : null;
}
