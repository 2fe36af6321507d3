import { printJson } from "../output/printJson.ts";
import type { RunReporter } from "./RunReporter.ts";

/** A line of NDJSON for each thing that happens. */
export function jsonReporter(): RunReporter {
  return {
    status: ({ status, step, totalSteps, failureReason }) =>
      printJson({ type: "status", status, step, totalSteps, ...(failureReason ? { failureReason } : {}) }),
    progress: ({ step, totalSteps, epoch, totalEpochs }) =>
      printJson({ type: "progress", step, totalSteps, epoch, totalEpochs }),
    metric: (series, step, value) => printJson({ type: "metric", series, step, value }),
    log: ({ index, at, level, text }) => printJson({ type: "log", index, at, level, text }),
    checkpoint: ({ step }) => printJson({ type: "checkpoint", step }),
    evaluation: ({ step, bestValue }) => printJson({ type: "evaluation", step, bestValue }),
    reconnecting: () => printJson({ type: "reconnecting" }),
    stop: () => undefined,
  };
}
