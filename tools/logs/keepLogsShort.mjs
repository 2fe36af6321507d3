import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { cutLog } from "./cutLog.mjs";

const everyMs = 1_000;
const logBytesMost = 20 * 1024 ** 2;

/**
 * Looks after the logs of a folder for as long as it is wanted: one that is longer than 20 MiB is cut, and the end of it kept as `<name>.log.1`.
 * @param {string} folder made if need be
 * @param {(line: string) => void} say
 * @param {{ bytesMost?: number }} [options]
 */
export function keepLogsShort(folder, say, { bytesMost = logBytesMost } = {}) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let problem = "";
  const look = () => {
    try {
      for (const name of readdirSync(folder)) if (name.endsWith(".log")) cutLog(path.join(folder, name), bytesMost);
      problem = "";
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      if (message !== problem) say(`  ! The logs in ${folder} cannot be kept short: ${message}`);
      problem = message;
    }
  };
  look();
  const timer = setInterval(look, everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
