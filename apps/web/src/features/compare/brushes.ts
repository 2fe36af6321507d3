import { columnText, parseColumn, type TableColumn } from "../run/tableColumns.ts";
import type { DimensionScale } from "./dimensionScale.ts";
import { columnValue } from "./dimensions.ts";

/** A part of one axis that was chosen; of words their positions. */
export interface Brush {
  readonly column: TableColumn;
  readonly from: number;
  readonly to: number;
}

/** As it stands in the page's address: `setting:learningRate@0.01..0.02`. */
export function brushText({ column, from, to }: Brush): string {
  return `${columnText(column)}@${Number(from.toPrecision(6))}..${Number(to.toPrecision(6))}`;
}

export function parseBrushes(texts: readonly string[]): Brush[] {
  return texts.flatMap((text) => {
    const [, name = "", from = "", to = ""] = /^(.+)@([^@]+)\.\.([^@]+)$/.exec(text) ?? [];
    const brush = { column: parseColumn(name), from: Number(from), to: Number(to) };
    return name === "" || Number.isNaN(brush.from) || Number.isNaN(brush.to) ? [] : [brush];
  });
}

/** Whether a run lies in every brush. A brush on an axis that is not shown counts for nothing. */
export function inBrushes(
  run: Parameters<typeof columnValue>[0],
  brushes: readonly Brush[],
  scales: ReadonlyMap<string, DimensionScale>,
): boolean {
  return brushes.every(({ column, from, to }) => {
    const scale = scales.get(columnText(column));
    if (!scale) return true;
    const place = scale.place(columnValue(run, column));
    if (place === null) return false;
    const number = scale.numberAt(place);
    // The ends were read off pixels and rounded for the address.
    const slack = 1e-5 * Math.max(Math.abs(from), Math.abs(to), 1e-12);
    return number >= from - slack && number <= to + slack;
  });
}
