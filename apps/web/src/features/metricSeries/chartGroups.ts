/** One chart of the run page: the series it shows together. */
export interface ChartGroup {
  readonly key: string;
  readonly title: string;
  readonly seriesNames: readonly string[];
  /** Wide charts take a whole row. */
  readonly wide: boolean;
}

const FIXED: readonly { key: string; title: string; wide: boolean; takes: (name: string) => boolean }[] = [
  { key: "loss", title: "Total loss", wide: true, takes: (name) => name === "loss" },
  { key: "components", title: "Loss components", wide: false, takes: (name) => name.startsWith("loss/") },
  { key: "val/segm", title: "Validation mask AP", wide: false, takes: (name) => name.startsWith("val/segm/AP") },
  { key: "val/bbox", title: "Validation box AP", wide: false, takes: (name) => name.startsWith("val/bbox/AP") },
  { key: "lr", title: "Learning rate", wide: false, takes: (name) => name === "lr" },
  {
    key: "time",
    title: "Time per step (ms)",
    wide: false,
    takes: (name) => name === "step_ms" || name === "data_wait_ms",
  },
  { key: "memory", title: "Memory (MiB)", wide: false, takes: (name) => name === "rss_mib" || name === "peak_rss_mib" },
  {
    key: "system/percent",
    title: "Machine: processors and GPUs (%)",
    wide: false,
    takes: (name) => /^system\/.*_percent$/.test(name),
  },
  {
    key: "system/memory",
    title: "Machine: memory (MiB)",
    wide: false,
    takes: (name) => /^system\/.*memory_mib$/.test(name),
  },
];

/** Series laid out in charts: the well-known ones in their order, then every other name in a chart of its own. */
export function chartGroups(names: readonly string[]): ChartGroup[] {
  const known = FIXED.map(({ key, title, wide, takes }) => ({ key, title, wide, seriesNames: names.filter(takes) }));
  const taken = new Set(known.flatMap(({ seriesNames }) => seriesNames));
  const others = names
    .filter((name) => !taken.has(name))
    .map((name) => ({ key: name, title: name, wide: false, seriesNames: [name] }));
  return [...known, ...others].filter(({ seriesNames }) => seriesNames.length > 0);
}

/** "loss/box_reg" within the components chart as "box_reg". */
export function shortSeriesName(name: string): string {
  return name.startsWith("loss/") || name.startsWith("val/") ? name.slice(name.lastIndexOf("/") + 1) : name;
}

/** Evaluations come once an epoch, and the learning rate is set and not measured: neither is smoothed or drawn over decades. */
export function isMeasuredEveryStep(key: string): boolean {
  return key !== "lr" && !key.startsWith("val/");
}
