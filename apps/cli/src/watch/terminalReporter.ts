import { MultiBar, Presets, type SingleBar } from "cli-progress";
import { printLine } from "../output/printLine.ts";
import type { RunReporter, WatchedRun } from "./RunReporter.ts";

/** Shown beside the bar, in this order. */
const SHOWN_SERIES: readonly (readonly [series: string, label: string])[] = [
  ["loss", "loss"],
  ["val/segm/AP", "AP"],
  ["val/segm/AP50", "AP50"],
];

/** The log as lines, and below them, on a terminal, a bar with the newest figures. */
export function terminalReporter(): RunReporter {
  const newest = new Map<string, number>();
  const bars = process.stderr.isTTY
    ? new MultiBar(
        { stream: process.stderr, format: "[{bar}] step {value}/{total} {figures}", hideCursor: true, fps: 5 },
        Presets.legacy,
      )
    : null;
  let bar: SingleBar | null = null;
  const print = (text: string): void => {
    if (bars) bars.log(`${text}\n`);
    else printLine(text);
  };
  const draw = (run: WatchedRun): void => {
    const total = run.totalSteps ?? 0;
    bar ??= bars?.create(total, run.step, { figures: "" }) ?? null;
    bar?.setTotal(total);
    bar?.update(run.step, { figures: figures(newest) });
  };
  return {
    status(run) {
      print(`Run #${run.number} "${run.name}": ${run.status.toLowerCase()}`);
      draw(run);
    },
    progress: draw,
    metric(series, _step, value) {
      if (value !== null) newest.set(series, value);
    },
    log: ({ text }) => print(text),
    checkpoint: (run) => print(`Checkpoint after step ${run.step}`),
    evaluation: draw,
    reconnecting: () => print("The connection to the server was lost; connecting again."),
    stop: () => bars?.stop(),
  };
}

function figures(newest: ReadonlyMap<string, number>): string {
  return SHOWN_SERIES.flatMap(([series, label]) => {
    const value = newest.get(series);
    return value === undefined ? [] : [`${label} ${value.toPrecision(3)}`];
  }).join("  ");
}
