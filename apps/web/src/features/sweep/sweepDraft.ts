import { type Configuration, parseSetting } from "../configuration/settings.ts";

/** A varied setting as a person fills it in. */
export interface DimensionDraft {
  readonly setting: string | null;
  readonly kind: "list" | "range";
  /** Of a list: values separated by commas; of a setting that is a list itself, by semicolons. */
  readonly values: string;
  readonly min: string;
  readonly max: string;
  readonly logarithmic: boolean;
  readonly step: string;
}

export const EMPTY_DIMENSION: DimensionDraft = {
  setting: null,
  kind: "list",
  values: "",
  min: "",
  max: "",
  logarithmic: false,
  step: "",
};

export interface DimensionInput {
  readonly setting: string;
  readonly values?: unknown[];
  readonly min?: number;
  readonly max?: number;
  readonly scale?: "LOG";
  readonly whole?: true;
  readonly step?: number;
}

/**
 * What the mutation takes. A range is of whole numbers where the preset's value is one of a setting that counts.
 *
 * @returns a sentence where something cannot be read
 */
export function dimensionInput(draft: DimensionDraft, base: Configuration): DimensionInput | string {
  const { setting } = draft;
  if (setting === null) return "Choose the setting to vary.";
  const example = base[setting];
  if (draft.kind === "list") {
    const texts = draft.values.split(Array.isArray(example) ? ";" : ",").filter((text) => text.trim() !== "");
    const values = texts.map((text) => (text.trim() === "none" ? null : parseSetting(text, example, setting)));
    if (values.length === 0 || values.includes(undefined))
      return `${setting}: ${draft.values || "nothing"} is not a list of values.`;
    return { setting, values };
  }
  const [min, max, step] = [draft.min, draft.max, draft.step].map(readNumber);
  if (min === null || max === null || min === undefined || max === undefined || step === undefined) {
    return `${setting}: a range needs a minimum and a maximum.`;
  }
  return {
    setting,
    min,
    max,
    ...(draft.logarithmic ? { scale: "LOG" as const } : {}),
    ...(isCount(setting) ? { whole: true as const } : {}),
    ...(step === null ? {} : { step }),
  };
}

/** Null for nothing, undefined for what is no number. */
function readNumber(text: string): number | null | undefined {
  if (text.trim() === "") return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

const COUNTS =
  /^(epochs|maxSteps|batchSize|accumulationSteps|warmupSteps|minSizePx|maxSizePx|cropSizePx|trainableLayers|rpn.*(TopN|PerImage)|roiBatchSizePerImage|bodyWidth|pyramidChannels|boxHeadWidth|maskPredictorWidth|maxDetections|.*Every(Steps|Epochs)|earlyStoppingEvaluations|maxEvaluationImages|keep.*Checkpoints.*)$/;

function isCount(setting: string): boolean {
  return COUNTS.test(setting);
}

/** "1, 2, 3" as seeds; "3" alone as that many seeds; undefined for anything else. */
export function seedsInput(text: string): { seeds?: number[]; seedCount?: number } | undefined {
  const numbers = text
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(Number);
  if (numbers.some((number) => !Number.isInteger(number) || number < 0)) return undefined;
  if (numbers.length === 0) return {};
  return numbers.length === 1 ? { seedCount: numbers[0] as number } : { seeds: numbers };
}
