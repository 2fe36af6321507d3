/** A time as a filter names it: a day, a minute or an instant; from `startMs` up to, not including, `endMs`. Milliseconds since 1970, UTC. */
export interface FilterTime {
  readonly startMs: number;
  readonly endMs: number;
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** Null for what is no finite number. */
export function readFilterNumber(text: string): number | null {
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

const SECONDS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3_600, m: 60, min: 60, s: 1 };
const DURATION = /^(\d+\.?\d*|\.\d+)(w|d|h|min|m|s)/;

/** `90`, `90s`, `1h30m`, `1.5h` and `2d` in seconds; null for what is none. */
export function readFilterDuration(text: string): number | null {
  const plain = readFilterNumber(text);
  if (plain !== null) return plain;
  let [rest, seconds] = [text.toLowerCase(), 0];
  while (rest !== "") {
    const [part, amount = "", unit = ""] = DURATION.exec(rest) ?? [];
    if (part === undefined) return null;
    seconds += Number(amount) * (SECONDS[unit] as number);
    rest = rest.slice(part.length);
  }
  return text === "" || !Number.isFinite(seconds) ? null : seconds;
}

const DAY_MS = 86_400_000;
/** Smaller numbers are no milliseconds of any run: somebody meant something else. */
const LEAST_MS = 1e11;
const DATE = /^(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(Z|[-+]\d\d:?\d\d)?)?)?$/i;

/** `2026-11`, `2026-11-29`, `2026-11-29T10:30` (UTC where no zone is named), `today`, `-7d`, or milliseconds since 1970; null for what is none. */
export function readFilterTime(text: string, nowMs: number): FilterTime | null {
  const trimmed = text.trim();
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  if (/^today$/i.test(trimmed)) return { startMs: today, endMs: today + DAY_MS };
  if (/^yesterday$/i.test(trimmed)) return { startMs: today - DAY_MS, endMs: today };
  const number = readFilterNumber(trimmed);
  if (number !== null && /^\d+$/.test(trimmed)) {
    return number < LEAST_MS || number > 8.64e15 ? null : { startMs: number, endMs: number + 1 };
  }
  if (trimmed.startsWith("-")) {
    const seconds = number === null ? readFilterDuration(trimmed.slice(1)) : null;
    const startMs = nowMs - (seconds ?? 0) * 1000;
    return seconds === null || startMs < -8.64e15 ? null : { startMs, endMs: startMs + 1 };
  }
  return readDate(trimmed);
}

function readDate(text: string): FilterTime | null {
  const [whole, year, month, day, hour, minute, second, fraction, zone] = DATE.exec(text) ?? [];
  if (whole === undefined) return null;
  const [y, m, d] = [Number(year), Number(month), Number(day ?? 1)];
  const [h, min, s] = [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)];
  const ms = Math.floor(Number(fraction ?? 0) * 1000);
  const startMs = Date.UTC(y, m - 1, d, h, min, s, ms);
  const read = new Date(startMs);
  // The 30th of February and the 25th hour would become other times.
  if (read.getUTCMonth() !== m - 1 || read.getUTCDate() !== d || h > 23 || min > 59 || s > 59) return null;
  const offsetMs = zoneOffsetMs(zone);
  const lengthMs =
    day === undefined
      ? Date.UTC(y, m, 1) - startMs
      : hour === undefined
        ? DAY_MS
        : second === undefined
          ? 60_000
          : fraction === undefined
            ? 1_000
            : 1;
  return { startMs: startMs - offsetMs, endMs: startMs - offsetMs + lengthMs };
}

function zoneOffsetMs(zone: string | undefined): number {
  const [, sign, hours, minutes] = /^([-+])(\d\d):?(\d\d)$/.exec(zone ?? "") ?? [];
  if (sign === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
