/** An error as it crosses between processes: V8's own copy would keep message and stack alone. */
export interface WireError {
  readonly message: string;
  readonly stack: string | undefined;
  /** Names of its classes, the nearest first. */
  readonly classes: readonly string[];
  /** Its own fields, such as a system call's `code` or what all is wrong with an input. */
  readonly fields: Readonly<Record<string, PlainValue>>;
  readonly cause: WireError | null;
}

/** What is the same after it was written as JSON and read. */
type PlainValue = string | number | boolean | null | readonly PlainValue[] | { readonly [name: string]: PlainValue };

const CAUSES_MAX = 6;
/** An error may carry what it was thrown about, however deep that is; of such fields none is sent. */
const FIELD_DEPTH_MAX = 4;

/** What was thrown, ready to be sent. `fromWire` makes an error of it again. */
export function toWire(thrown: unknown, depth = 0): WireError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const fields: Record<string, PlainValue> = {};
  for (const [name, value] of Object.entries(error)) {
    if (name !== "cause" && isPlain(value)) fields[name] = value;
  }
  return {
    message: error.message,
    stack: error.stack,
    classes: classesOf(error),
    fields,
    cause: error.cause === undefined || depth === CAUSES_MAX ? null : toWire(error.cause, depth + 1),
  };
}

function classesOf(error: Error): string[] {
  const names: string[] = [];
  let prototype: object | null = Object.getPrototypeOf(error);
  while (prototype !== null && prototype !== Object.prototype) {
    names.push(prototype.constructor.name);
    prototype = Object.getPrototypeOf(prototype);
  }
  return names;
}

function isPlain(value: unknown, depth = 0): value is PlainValue {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return true;
  if (typeof value !== "object" || depth === FIELD_DEPTH_MAX) return false;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every((item) => isPlain(item, depth + 1));
}
