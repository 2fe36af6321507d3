import { Presets, SingleBar } from "cli-progress";

/** A bar on the terminal; where standard error is none, or with `--json`, nothing is drawn. */
export interface ProgressBar {
  update(done: number, total: number, note?: string): void;
  stop(): void;
}

export function startProgressBar(label: string, options: { readonly json: boolean }): ProgressBar {
  if (options.json || !process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    { stream: process.stderr, format: `${label} [{bar}] {value}/{total} {note}`, hideCursor: true, fps: 5 },
    Presets.legacy,
  );
  bar.start(0, 0, { note: "" });
  return {
    update(done, total, note = "") {
      bar.setTotal(total);
      bar.update(done, { note });
    },
    stop: () => bar.stop(),
  };
}
