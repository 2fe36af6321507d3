import { expect, test } from "vitest";
import { cpuPercent, cpuTimesOf } from "./cpuShare.ts";
import { parseNvidiaSmi } from "./parseNvidiaSmi.ts";
import { SystemSampler } from "./SystemSampler.ts";

test("the processors' share is what was not idle between two looks", () => {
  const before = cpuTimesOf([
    { times: { user: 100, sys: 50, idle: 850 } },
    { times: { user: 0, sys: 0, idle: 1_000 } },
  ]);
  const after = cpuTimesOf([{ times: { user: 190, sys: 60, idle: 850 } }, { times: { user: 0, sys: 0, idle: 1_100 } }]);
  expect(cpuPercent(before, after)).toBe(50);
  expect(cpuPercent(after, after)).toBeNull();
});

test("nvidia-smi's lines are read, and a GPU that does not tell is left out", () => {
  expect(parseNvidiaSmi("87, 40536\n[N/A], 12\n0, 4\n")).toEqual([
    { percent: 87, memoryMib: 40_536 },
    { percent: 0, memoryMib: 4 },
  ]);
  expect(parseNvidiaSmi("")).toEqual([]);
});

test("a machine without nvidia-smi tells of processors and memory alone", async () => {
  const sampler = new SystemSampler({ hasGpus: true });
  const { PATH } = process.env;
  process.env.PATH = "/nowhere";
  const values = await sampler.sample();
  process.env.PATH = PATH;
  expect(values["system/memory_mib"]).toBeGreaterThan(0);
  expect(Object.keys(values).filter((name) => name.startsWith("system/gpu"))).toEqual([]);
});
