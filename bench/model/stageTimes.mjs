import { median } from "./median.mjs";

/** @typedef {{wallS: number, cpuS: number}} Times */

/** What each stage took in every repeat; the median of each over the repeats. */
export class StageTimes {
  /** @type {Map<string, Times>} Of the repeat that is running. */
  #running = new Map();
  /** @type {Map<string, Times>[]} */
  #repeats = [];

  /** For `listenToStages`. */
  listener = (/** @type {string} */ name) => {
    const start = performance.now();
    const cpu = process.cpuUsage();
    return () => this.add(name, start, cpu);
  };

  /** Adds what passed since the start to a stage. */
  add(/** @type {string} */ name, /** @type {number} */ start, /** @type {NodeJS.CpuUsage} */ cpu) {
    const { user, system } = process.cpuUsage(cpu);
    const before = this.#running.get(name) ?? { wallS: 0, cpuS: 0 };
    const wallS = before.wallS + (performance.now() - start) / 1000;
    this.#running.set(name, { wallS, cpuS: before.cpuS + (user + system) / 1e6 });
  }

  /** What no stage took is the repeat's "rest". */
  endRepeat(/** @type {Times & {counts: boolean}} */ { counts, wallS, cpuS }) {
    const running = this.#running;
    this.#running = new Map();
    if (!counts) return;
    const sum = (/** @type {keyof Times} */ key) =>
      [...running.values()].reduce((total, times) => total + times[key], 0);
    this.#repeats.push(running.set("rest", { wallS: wallS - sum("wallS"), cpuS: cpuS - sum("cpuS") }));
  }

  /** The medians by stage, and a new start. */
  takeMedians() {
    const repeats = this.#repeats;
    this.#repeats = [];
    const medianOf = (/** @type {string} */ name, /** @type {keyof Times} */ key) =>
      median(repeats.map((repeat) => repeat.get(name)?.[key] ?? 0));
    return Object.fromEntries(
      [...(repeats[0]?.keys() ?? [])].map((name) => [
        name,
        { wallS: medianOf(name, "wallS"), cpuS: medianOf(name, "cpuS") },
      ]),
    );
  }
}
