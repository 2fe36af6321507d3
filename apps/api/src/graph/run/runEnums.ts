import { builder } from "../builder/builder.ts";

export const Recipe = builder.enumType("Recipe", {
  description: "MININET trains from scratch; TRANSFER starts from weights that were trained elsewhere.",
  values: ["MININET", "TRANSFER"] as const,
});

export const RunSource = builder.enumType("RunSource", {
  description: "TRAINER: trained here. EXTERNAL: somebody's own program, which logs here.",
  values: ["TRAINER", "EXTERNAL"] as const,
});

export const RunStatus = builder.enumType("RunStatus", {
  values: ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"] as const,
});

export const RunOrder = builder.enumType("RunOrder", {
  description:
    "NEWEST first; BEST_VALUE highest first; LAST_LOSS lowest first; DURATION longest first. Runs without the value come last.",
  values: ["NEWEST", "BEST_VALUE", "LAST_LOSS", "DURATION"] as const,
});
