import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Has a program read exports.
 * @param {string} peer
 * @param {string} python of its environment
 * @param {{ format: string, folder: string }[]} jobs
 * @returns {import("./compareWithTruth.mjs").Answer[]}
 */
export function askPeer(peer, python, jobs) {
  const script = fileURLToPath(new URL("./read.py", import.meta.url));
  const { status, stdout, stderr, error } = spawnSync(python, [script, peer], {
    input: JSON.stringify(jobs),
    encoding: "utf8",
    maxBuffer: 2 ** 30,
    // One core will do; and no program asks the network, or writes bytecode among our files.
    env: {
      ...process.env,
      OMP_NUM_THREADS: "1",
      YOLO_OFFLINE: "true",
      YOLO_CONFIG_DIR: tmpdir(),
      PYTHONDONTWRITEBYTECODE: "1",
      PYTHONHASHSEED: "0",
    },
  });
  if (process.env.PEERS_VERBOSE) console.error(stderr);
  if (status !== 0)
    throw new Error(`${path.basename(script)} ${peer} failed: ${error?.message ?? stderr.slice(-2_000)}`);
  return JSON.parse(stdout);
}
