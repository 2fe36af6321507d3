import { builder } from "../builder/builder.ts";

export const SweepMethod = builder.enumType("SweepMethod", {
  description:
    "GRID: every combination. RANDOM: points drawn at random. ASHA: random points too, of which only the better ones are trained to the end (asynchronous successive halving).",
  values: ["GRID", "RANDOM", "ASHA"] as const,
});

export const SweepGoal = builder.enumType("SweepGoal", { values: ["MAXIMIZE", "MINIMIZE"] as const });

export const RungUnit = builder.enumType("RungUnit", { values: ["EPOCHS", "STEPS"] as const });

export const SweepScale = builder.enumType("SweepScale", {
  description: "How points are drawn from a range: evenly by value, or evenly by order of magnitude.",
  values: { LINEAR: { value: "linear" }, LOG: { value: "log" } } as const,
});

export const SweepStatus = builder.enumType("SweepStatus", {
  description: "FINISHED: all its runs have ended. STOPPED: somebody ended it.",
  values: ["RUNNING", "PAUSED", "FINISHED", "STOPPED"] as const,
});

export const SweepRunOrder = builder.enumType("SweepRunOrder", {
  description:
    "PLANNED: point after point, the seeds of each. BEST: the best value of the sweep's metric first, runs without one last.",
  values: ["PLANNED", "BEST"] as const,
});
