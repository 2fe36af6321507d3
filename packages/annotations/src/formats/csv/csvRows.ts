import Papa from "papaparse";

export interface CsvRow {
  /** Of the row's first line, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Rows that hold something, fields unquoted (RFC 4180); commas, semicolons or tabs are told from the text. Line breaks inside
 * quotes count as lines.
 */
export function csvRows(text: string, onRow: (row: CsvRow, delimiter: string) => void): void {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const delimiter = delimiterOf(body);
  let line = 1;
  let start = 0;
  Papa.parse<string[]>(body, {
    delimiter,
    skipEmptyLines: false,
    step({ data, meta }) {
      if (data.some((field) => field.trim() !== "")) onRow({ line, fields: data }, delimiter);
      for (let at = start; at < meta.cursor; at++) {
        const character = body.charCodeAt(at);
        // A line ends with \n, \r\n or a lone \r.
        if (character === 10 || (character === 13 && body.charCodeAt(at + 1) !== 10)) line++;
      }
      start = meta.cursor;
    },
  });
}

/** The one that the first line has most of outside quotes; a comma where it has none. */
function delimiterOf(text: string): string {
  const [firstLine = ""] = text
    .slice(0, 100_000)
    .replaceAll(/"(?:[^"]|"")*"/g, '""')
    .trimStart()
    .split(/[\r\n]/, 1);
  const counts = [",", ";", "\t"].map((delimiter) => firstLine.split(delimiter).length);
  return [",", ";", "\t"][counts.indexOf(Math.max(...counts))] as string;
}
