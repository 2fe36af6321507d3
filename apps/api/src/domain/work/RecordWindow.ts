/** Part of a long list as it comes from a worker: as bytes, which are copied and not walked. Records of a page are read from it when they are asked for. */
export interface RecordWindow {
  /** Place of the first record in the whole list. */
  readonly from: number;
  /** Records of the whole list. */
  readonly total: number;
  /** JSON of the records, one after the other. */
  readonly json: Uint8Array;
  /** Where in `json` each record ends. */
  readonly ends: Uint32Array;
}

/** Records of a window: as a page reads at most a tenth of it, most pages need no other. */
export const WINDOW_RECORDS = 10_000;
/** A page that begins in a window ends in it. */
export const PAGE_RECORDS_MAX = 1_000;

/** Where the window begins that has the page from `start` on. */
export function windowStart(start: number): number {
  return Math.floor(start / WINDOW_RECORDS) * WINDOW_RECORDS;
}

/** The window of a list that begins at `from`. */
export function packWindow(records: readonly unknown[], from: number): RecordWindow {
  const shown = records.slice(from, from + WINDOW_RECORDS + PAGE_RECORDS_MAX);
  const texts = shown.map((record) => Buffer.from(JSON.stringify(record)));
  let end = 0;
  const ends = Uint32Array.from(texts, (text) => {
    end += text.length;
    return end;
  });
  return { from, total: records.length, json: Buffer.concat(texts), ends };
}

/** The records of a page, `start` counted in the whole list. Throws where the window does not have it. */
export function readWindow<Record>({ from, total, json, ends }: RecordWindow, start: number, count: number): Record[] {
  const last = Math.min(start + count, total);
  if (start < from || last > from + ends.length) {
    throw new Error(`readWindow: expected a page within ${from} to ${from + ends.length}, got ${start} to ${last}`);
  }
  const bytes = Buffer.from(json.buffer, json.byteOffset, json.byteLength);
  const records: Record[] = [];
  for (let i = start - from; i < last - from; i += 1) {
    records.push(JSON.parse(bytes.toString("utf8", i === 0 ? 0 : ends[i - 1], ends[i])) as Record);
  }
  return records;
}
