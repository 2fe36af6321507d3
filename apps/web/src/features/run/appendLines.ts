export interface LogLine {
  readonly index: number;
  readonly at: string;
  readonly level: string;
  readonly text: string;
}

/** Lines joined by their index: what was heard already, or read meanwhile, is not repeated. */
export function appendLines(before: readonly LogLine[], added: readonly LogLine[]): readonly LogLine[] {
  const last = before.at(-1)?.index ?? -1;
  const fresh = added.filter(({ index }) => index > last);
  return fresh.length === 0 ? before : [...before, ...fresh];
}
