import { builder } from "../builder/builder.ts";

export const Subset = builder.enumType("Subset", { values: ["TRAIN", "VAL", "TEST"] as const });

export const SplitStrategy = builder.enumType("SplitStrategy", {
  description:
    "STRATIFIED keeps the share of each category's instances; FROM_FILES follows what the source files said.",
  values: ["RANDOM", "STRATIFIED", "FROM_FILES"] as const,
});
