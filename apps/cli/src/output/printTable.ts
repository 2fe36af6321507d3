export type Cell = string | number | boolean | null | undefined;

/** Rows under a head line, columns aligned (numbers to the right), on standard output. */
export function printTable(head: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const texts = rows.map((row) => row.map(formatCell));
  const widths = head.map((title, column) =>
    texts.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), title.length),
  );
  const isNumeric = head.map((_, column) => rows.some((row) => typeof row[column] === "number"));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        isNumeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  process.stdout.write([line(head.map((title) => title)), ...texts.map(line), ""].join("\n"));
}

function formatCell(cell: Cell): string {
  if (cell === null || cell === undefined) return "-";
  if (typeof cell === "boolean") return cell ? "yes" : "";
  if (typeof cell === "number" && !Number.isInteger(cell)) return String(Number(cell.toPrecision(5)));
  return String(cell);
}
