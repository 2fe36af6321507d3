import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import path from "node:path";
import { keepLogsShort } from "../logs/keepLogsShort.mjs";
import { lastLines } from "../logs/lastLines.mjs";

/**
 * Seconds to wait before a process that ended is started again: 1, 2, 4 ... 60, and 1 again after a good minute.
 * @param {number} failuresInARow counted from 1
 */
export function restartDelaySeconds(failuresInARow) {
  return Math.min(60, 2 ** (failuresInARow - 1));
}

/**
 * @typedef {object} ServiceSpec
 * @property {string} name
 * @property {string} command
 * @property {string[]} args
 * @property {NodeJS.ProcessEnv} env
 * @property {number} graceSeconds between asking it to end and ending it
 */

/**
 * Keeps processes running: has them write what they print to a log file each, which it keeps short, says why one ended and starts it again.
 * @param {{ logDir: string, cwd: string, say: (line: string) => void }} options
 */
export function createSupervisor({ logDir, cwd, say }) {
  const logs = keepLogsShort(logDir, say);
  /** @type {Map<string, { stop: () => Promise<void> }>} */
  const services = new Map();
  let stopping = false;

  return {
    /** @param {ServiceSpec} spec */
    start(spec) {
      services.set(spec.name, superviseService(spec));
    },
    logPath,
    /** Ends all services at the same time. */
    async stopAll() {
      stopping = true;
      await Promise.all([...services.values()].map((service) => service.stop()));
      logs.stop();
    },
  };

  /** @param {string} name */
  function logPath(name) {
    return path.join(logDir, `${name}.log`);
  }

  /** @param {ServiceSpec} spec */
  function superviseService(spec) {
    let failuresInARow = 0;
    /** @type {import("node:child_process").ChildProcess | undefined} */
    let child;
    /** @type {NodeJS.Timeout | undefined} */
    let restartTimer;
    launch();

    function launch() {
      if (stopping) return;
      const startedMs = Date.now();
      const log = openSync(logPath(spec.name), "a", 0o600);
      const [command = "", ...args] = [...endWithParent(), spec.command, ...spec.args];
      // In a process group of its own: Ctrl-C reaches us alone, and we end all in order.
      child = spawn(command, args, { cwd, env: spec.env, stdio: ["ignore", log, log], detached: true });
      closeSync(log);
      child.once("error", (error) => ended(`could not be started: ${error.message}`, startedMs));
      child.once("exit", (code, signal) =>
        ended(signal ? `was ended by ${signal}` : `ended with exit code ${code}`, startedMs),
      );
    }

    /** @param {string} how @param {number} startedMs */
    function ended(how, startedMs) {
      child = undefined;
      if (stopping) return;
      failuresInARow = Date.now() - startedMs > 60_000 ? 1 : failuresInARow + 1;
      const delaySeconds = restartDelaySeconds(failuresInARow);
      say(
        `  ! ${spec.name} ${how}; it is started again in ${delaySeconds} s. Its log ${logPath(spec.name)} ends with:`,
      );
      for (const line of lastLines(logPath(spec.name), 6)) say(`      ${line}`);
      restartTimer = setTimeout(launch, delaySeconds * 1000);
    }

    return {
      stop: () =>
        new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
          clearTimeout(restartTimer);
          const running = child;
          if (!running?.pid) return resolve();
          const pid = running.pid;
          const late = setTimeout(() => signalGroup(pid, "SIGKILL"), spec.graceSeconds * 1000);
          running.once("exit", () => {
            clearTimeout(late);
            // What it may have left of its own children.
            signalGroup(pid, "SIGKILL");
            resolve();
          });
          // To the process alone: it knows in which order its own children end.
          running.kill("SIGTERM");
        }),
    };
  }
}

/** @type {string[] | undefined} */
let endWithParentPrefix;

/** What goes before a command for the kernel to end it when we are killed without being able to do it (kill -9). */
export function endWithParent() {
  endWithParentPrefix ??=
    spawnSync("setpriv", ["--pdeathsig", "TERM", "true"]).status === 0 ? ["setpriv", "--pdeathsig", "TERM", "--"] : [];
  return endWithParentPrefix;
}

/** @param {number} pid @param {NodeJS.Signals} name */
function signalGroup(pid, name) {
  try {
    process.kill(-pid, name);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}
