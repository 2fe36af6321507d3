import { printLine } from "./printLine.ts";
import { printTable } from "./printTable.ts";

export const LEDGER_COUNTS = ["read", "kept", "merged", "rounded", "clipped", "guessed", "dropped"] as const;

/** Lines of the ledger a terminal gets; `--json` has all. */
export const ENTRIES_SHOWN = 20;

export interface LedgerLine {
  readonly kind: string;
  readonly reason: string;
  readonly place: string;
}

/** What became of the annotations: a line of counts, then the first entries of all. */
export function printLedger(
  counts: Readonly<Record<(typeof LEDGER_COUNTS)[number], number>>,
  entries: readonly LedgerLine[],
  entryCount: number,
): void {
  printLine(LEDGER_COUNTS.map((key) => `${key} ${counts[key]}`).join(", "));
  const shown = entries.slice(0, ENTRIES_SHOWN);
  if (shown.length === 0) return;
  printTable(
    ["KIND", "REASON", "PLACE"],
    shown.map((entry) => [entry.kind, entry.reason, entry.place]),
  );
  const more = entryCount - shown.length;
  if (more > 0) printLine(`and ${more} more (--json lists all).`);
}
