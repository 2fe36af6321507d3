import { storableText, unstorableIn } from "./storableText.ts";

/** Postgres reads JSON some 6,000 levels deep, and so does JavaScript; nothing that people or programs mean is a hundredth as deep. */
export const JSON_DEPTH_MAX = 64;

export interface JsonProblem {
  /** Keys and indices from the outermost value inwards. */
  readonly path: readonly (string | number)[];
  /** A clause about the value there, for example `holds a NUL character (U+0000)`. */
  readonly problem: string;
}

interface Place {
  readonly value: unknown;
  readonly key: string | number;
  readonly parent: Place | null;
  readonly depth: number;
}

/** The first thing in a JSON value that jsonb cannot hold as it is: in a text or a key, a number that is not finite, or nesting; null where there is none. */
export function unstorableInJson(value: unknown): JsonProblem | null {
  // A list of what is left to read and not the call stack, which a deep value would exhaust.
  const waiting: Place[] = [{ value, key: "", parent: null, depth: 0 }];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const problem = problemOf(place);
    if (problem !== null) return { path: pathOf(place), problem };
    if (typeof place.value !== "object" || place.value === null) continue;
    const inner = Array.isArray(place.value) ? place.value.entries() : Object.entries(place.value);
    for (const [key, value] of inner) {
      if (isHarmless(key, value)) continue;
      waiting.push({ value, key, parent: place, depth: place.depth + 1 });
    }
  }
  return null;
}

/** Nearly all there is: it needs no place of its own. */
function isHarmless(key: string | number, value: unknown): boolean {
  if (typeof key === "string" && unstorableIn(key) !== null) return false;
  switch (typeof value) {
    case "number":
      return Number.isFinite(value);
    case "string":
      return unstorableIn(value) === null;
    case "object":
      return value === null;
    default:
      return true;
  }
}

function problemOf({ value, key, depth }: Place): string | null {
  if (depth >= JSON_DEPTH_MAX && typeof value === "object" && value !== null) {
    return `is nested more than ${JSON_DEPTH_MAX} levels deep`;
  }
  const inKey = typeof key === "string" ? unstorableIn(key) : null;
  if (inKey !== null) return `has a name with ${inKey}`;
  if (typeof value === "string") {
    const inText = unstorableIn(value);
    return inText === null ? null : `holds ${inText}`;
  }
  return typeof value === "number" && !Number.isFinite(value)
    ? "is a number beyond those that can be kept (about ±1.8e308)"
    : null;
}

function pathOf(place: Place): (string | number)[] {
  const path: (string | number)[] = [];
  for (let one: Place | null = place; one?.parent; one = one.parent) {
    path.unshift(typeof one.key === "string" ? storableText(one.key) : one.key);
  }
  return path;
}

/**
 * A JSON value as jsonb can hold it: texts and keys by {@link storableText}, a number that is not finite as its text, and what lies deeper than
 * {@link JSON_DEPTH_MAX} as "…". `changes` counts what became something else; where it is 0, `value` is the very value given.
 */
export function storableJson(value: unknown): { readonly value: unknown; readonly changes: number } {
  if (unstorableInJson(value) === null) return { value, changes: 0 };
  let changes = 0;
  const textOf = (text: string): string => {
    const clean = storableText(text);
    if (clean !== text) changes++;
    return clean;
  };
  const cleaned = (one: unknown, depth: number): unknown => {
    if (typeof one === "string") return textOf(one);
    if (typeof one === "number" && !Number.isFinite(one)) {
      changes++;
      return String(one);
    }
    if (typeof one !== "object" || one === null) return one;
    if (depth >= JSON_DEPTH_MAX) {
      changes++;
      return "…";
    }
    if (Array.isArray(one)) return one.map((inner) => cleaned(inner, depth + 1));
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [textOf(key), cleaned(inner, depth + 1)]));
  };
  return { value: cleaned(value, 0), changes };
}
