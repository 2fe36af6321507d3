import classes from "./Chart.module.css";

export interface TooltipRow {
  readonly key: string;
  readonly color: string;
  readonly label: string;
  readonly text: string;
  /** Of what stands at the curve's nearest point, in CSS pixels from the chart's top. */
  readonly top: number;
}

const ROWS_MOST = 10;

/** The values under a chart's cursor, as plain elements: they change with every movement of the pointer. */
export class ChartTooltip {
  readonly element = document.createElement("div");

  constructor() {
    this.element.className = classes.tooltip ?? "";
    this.hide();
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** @param rows from the top of the chart downwards */
  show(place: string, note: string | null, rows: readonly TooltipRow[], focus: string | null, left: number): void {
    const around = Math.max(0, rows.findIndex(({ key }) => key === focus) - ROWS_MOST / 2);
    const start = Math.max(0, Math.min(around, rows.length - ROWS_MOST));
    const shown = rows.slice(start, start + ROWS_MOST);
    this.element.replaceChildren(line("", place, "", false));
    if (note) this.element.append(line("", note, "", false));
    for (const row of shown) {
      this.element.append(line(row.color, row.label, row.text, row.key === focus && rows.length > 1));
    }
    if (shown.length < rows.length) this.element.append(line("", `${rows.length - shown.length} more`, "", false));
    this.element.hidden = false;
    const width = this.element.parentElement?.clientWidth ?? 0;
    const flip = left > width / 2;
    this.element.style.left = flip ? "" : `${left + 14}px`;
    this.element.style.right = flip ? `${width - left + 14}px` : "";
  }
}

function line(color: string, name: string, value: string, strong: boolean): HTMLElement {
  const row = document.createElement("div");
  row.className = classes.tooltipRow ?? "";
  if (strong) row.dataset.strong = "true";
  if (color) {
    const dot = document.createElement("span");
    dot.className = classes.dot ?? "";
    dot.style.background = color;
    row.append(dot);
  }
  const label = document.createElement("span");
  label.className = classes.tooltipName ?? "";
  label.textContent = name;
  const number = document.createElement("span");
  number.className = classes.tooltipValue ?? "";
  number.textContent = value;
  row.append(label, number);
  return row;
}
