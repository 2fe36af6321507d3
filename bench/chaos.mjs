// `npm run bench -- chaos [faults] [seed]`: runs that train while everything around them is killed: apps/trainer/src/chaos.test.ts with many faults, and what came of
// them. Needs the engine.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const [faults = "48", seed = "1"] = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-chaos-"));
const reportPath = path.join(folder, "report.txt");
const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const child = spawn(process.execPath, [vitest, "run", "apps/trainer/src/chaos.test.ts"], {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  stdio: ["ignore", "ignore", "inherit"],
  env: {
    ...process.env,
    MASKYARD_CHAOS_FAULTS: faults,
    MASKYARD_CHAOS_SEED: seed,
    MASKYARD_CHAOS_REPORT: reportPath,
  },
});
const code = await new Promise((resolve) => child.once("exit", resolve));
if (!existsSync(reportPath)) throw new Error("it ended before the first run did; the machine may be too busy");
const lines = readFileSync(reportPath, "utf8").trim().split("\n");
rmSync(folder, { recursive: true, force: true });
const last = lines.at(-1) ?? "";
if (!last.startsWith("{")) {
  console.log(lines.join("\n"));
  throw new Error("it ended before its report");
}
const report = JSON.parse(last);
/** @type {Map<string, number[]>} */
const byFault = new Map();
for (const { fault, secondsToResume } of report.faults) {
  byFault.set(fault, [...(byFault.get(fault) ?? []), secondsToResume]);
}
console.log(`seed ${report.seed}: ${report.faults.length} faults over ${report.runs} runs, ${report.claims} claims`);
for (const [fault, seconds] of byFault) {
  seconds.sort((a, b) => a - b);
  const middle = seconds[Math.floor(seconds.length / 2)] ?? 0;
  console.log(
    `  ${fault}: ${seconds.length}, goes on after ${middle.toFixed(1)} s (median), ${seconds.at(-1)?.toFixed(1)} s (most)`,
  );
}
console.log(
  `runs with other numbers than the undisturbed one: ${report.differentRuns}; broken promises: ${report.broken.length}`,
);
for (const promise of report.broken) console.log(`  ${promise}`);
const { acknowledged, unanswered, lost, doubled } = report.logged;
console.log(
  `logged from outside: ${acknowledged} acknowledged, ${unanswered} requests tried again, ${lost} lost, ${doubled} doubled`,
);
process.exit(code === 0 ? 0 : 1);
