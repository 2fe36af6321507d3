import { appendFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runChaos } from "./testing/chaos/runChaos.ts";
import { FAULTS, planFaults } from "./testing/chaos/schedule.ts";

// `npm run bench -- chaos` does this with many more faults.
const faultCount = Number(process.env.MASKYARD_CHAOS_FAULTS ?? FAULTS.length);
const seed = Number(process.env.MASKYARD_CHAOS_SEED ?? 1);
const reportPath = process.env.MASKYARD_CHAOS_REPORT;

test("a seed always gives the same faults, every kind before any again", () => {
  expect(planFaults(7, 12)).toEqual(planFaults(7, 12));
  expect(planFaults(7, 12)).not.toEqual(planFaults(8, 12));
  expect(new Set(planFaults(7, FAULTS.length).map(({ fault }) => fault)).size).toBe(FAULTS.length);
});

test("whatever is killed, stopped or restarted, no value is lost, doubled or stale, and the numbers stay the same", {
  timeout: 300_000 + 60_000 * faultCount,
}, async () => {
  const say = (line: string) => reportPath && appendFileSync(reportPath, `${line}\n`);
  const report = await runChaos({ seed, faultCount, say: (line) => void say(line) });
  say(JSON.stringify(report));
  expect(report.faults).toHaveLength(faultCount);
  expect(report.broken).toEqual([]);
  expect(report.differentRuns).toBe(0);
  expect(report.logged).toMatchObject({ lost: 0, doubled: 0 });
  expect(report.logged.acknowledged).toBeGreaterThan(100);
});
