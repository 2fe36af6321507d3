// What a person sees of a start: a line when a step ends, and while a long one lasts, a line now and then. Whole lines
// only, so that it reads the same on a terminal, in a log and through npm.

const nameWidth = 18;
const progressEveryMs = 5_000;

/** @param {{ write: (text: string) => unknown }} [output] */
export function createSteps(output = process.stdout) {
  /** @param {string} line */
  const say = (line) => void output.write(`${line}\n`);

  return {
    say,

    /**
     * Runs one step. `work` may call `progress` as often as it likes, and returns what was done in a few words.
     * @template T
     * @param {string} name
     * @param {(progress: (detail: string) => void) => Promise<[did: string, result: T]>} work
     * @returns {Promise<T>}
     */
    async run(name, work) {
      const startedMs = performance.now();
      const seconds = () => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`.padStart(8);
      let detail = "working";
      let told = { detail: "", ms: startedMs };
      const timer = setInterval(() => {
        // What goes on unchanged is told more rarely.
        if (detail === told.detail && performance.now() - told.ms < 4 * progressEveryMs - 100) return;
        told = { detail, ms: performance.now() };
        say(`  … ${name.padEnd(nameWidth)}${seconds()}  ${detail}`);
      }, progressEveryMs);
      try {
        const [did, result] = await work((text) => {
          detail = text;
        });
        say(`  ✓ ${name.padEnd(nameWidth)}${seconds()}  ${did}`);
        return result;
      } catch (error) {
        if (/** @type {Error} */ (error)?.name !== "StoppedError")
          say(`  ✗ ${name.padEnd(nameWidth)}${seconds()}  failed`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}

/** @typedef {ReturnType<typeof createSteps>} Steps */
