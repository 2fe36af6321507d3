import type { VariablesOf } from "../../graph/graphql.ts";
import type { createFoldsMutation, createSplitMutation } from "./createSplit.ts";

export type Strategy = "STRATIFIED" | "RANDOM" | "FROM_FILES";
export type Sizing = "shares" | "counts" | "folds";

/** What the dialog holds. */
export interface SplitDraft {
  readonly name: string;
  readonly strategy: Strategy;
  readonly sizing: Sizing;
  readonly seed: number;
  readonly trainPercent: number;
  readonly valPercent: number;
  readonly trainCount: number;
  readonly valCount: number;
  readonly testCount: number;
  readonly folds: number;
  readonly captureGroup: boolean;
  readonly nearDuplicates: boolean;
  readonly fileNamePattern: string;
  readonly tagPrefix: string;
  readonly bySize: boolean;
}

export const EMPTY_SPLIT: SplitDraft = {
  name: "",
  strategy: "STRATIFIED",
  sizing: "shares",
  seed: 1,
  trainPercent: 80,
  valPercent: 20,
  trainCount: 100,
  valCount: 20,
  testCount: 0,
  folds: 5,
  captureGroup: true,
  nearDuplicates: true,
  fileNamePattern: "",
  tagPrefix: "",
  bySize: true,
};

type SplitInput = VariablesOf<typeof createSplitMutation>["input"];
type FoldsInput = VariablesOf<typeof createFoldsMutation>["input"];

/** The input of createSplit, or of createFolds, that a draft comes to. */
export function splitInput(
  datasetId: string,
  draft: SplitDraft,
): { readonly split: SplitInput } | { readonly folds: FoldsInput } {
  const { strategy, sizing, seed, captureGroup, nearDuplicates } = draft;
  const common = { datasetId, name: draft.name.trim() };
  if (strategy === "FROM_FILES") return { split: { ...common, strategy } };
  const fileNamePattern = draft.fileNamePattern.trim();
  const tagPrefix = draft.tagPrefix.trim();
  const grouping = {
    captureGroup,
    nearDuplicates,
    ...(fileNamePattern ? { fileNamePattern } : {}),
    ...(tagPrefix ? { tagPrefix } : {}),
  };
  const stratification = strategy === "STRATIFIED" ? { bySize: draft.bySize } : {};
  if (sizing === "folds") {
    return {
      folds: {
        ...common,
        ...stratification,
        seed,
        grouping,
        folds: draft.folds,
        stratified: strategy === "STRATIFIED",
      },
    };
  }
  const sizes =
    sizing === "counts"
      ? { trainCount: draft.trainCount, valCount: draft.valCount, testCount: draft.testCount }
      : { train: draft.trainPercent / 100, val: draft.valPercent / 100 };
  return { split: { ...common, ...stratification, strategy, seed, grouping, ...sizes } };
}
