/** A configuration as the graph gives it: flat, values of JSON. */
export type Configuration = Readonly<Record<string, unknown>>;

export interface SettingGroup {
  readonly title: string;
  readonly keys: readonly string[];
}

/** Settings in the order of a form; keys the server knows beyond these are shown under "Other". */
export const SETTING_GROUPS: readonly SettingGroup[] = [
  { title: "Length", keys: ["epochs", "maxSteps", "batchSize", "accumulationSteps", "seed"] },
  {
    title: "Optimizer",
    keys: [
      "optimizer",
      "learningRate",
      "momentum",
      "nesterov",
      "adamBeta2",
      "weightDecay",
      "schedule",
      "warmupSteps",
      "warmupFactor",
      "gradientClipNorm",
      "emaDecay",
    ],
  },
  {
    title: "Images and anchors",
    keys: ["minSizePx", "maxSizePx", "trainingMinSizesPx", "anchorSizesPx", "aspectRatios"],
  },
  {
    title: "Augmentation",
    keys: [
      "horizontalFlip",
      "scaleJitter",
      "cropSizePx",
      "brightnessJitter",
      "contrastJitter",
      "saturationJitter",
      "hueJitter",
    ],
  },
  {
    title: "Widths",
    keys: ["bodyWidth", "pyramidChannels", "boxHeadWidth", "maskHeadWidths", "maskPredictorWidth"],
  },
  { title: "Backbone", keys: ["norm", "normEps", "trainableLayers", "frozenParameters"] },
  {
    title: "Proposals and regions",
    keys: ["rpnBatchSizePerImage", "rpnPreNmsTopN", "rpnPostNmsTopN", "roiBatchSizePerImage", "roiPositiveFraction"],
  },
  { title: "Detections", keys: ["scoreThreshold", "nmsThreshold", "maxDetections"] },
  {
    title: "Checkpoints and evaluation",
    keys: [
      "checkpointEverySteps",
      "keepLastCheckpoints",
      "keepBestCheckpoints",
      "checkpointMetric",
      "checkpointGoal",
      "keepCheckpointsEverySteps",
      "evaluateEveryEpochs",
      "earlyStoppingEvaluations",
      "maxEvaluationImages",
    ],
  },
];

const FIGURES = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"];

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  optimizer: ["sgd", "adamw"],
  schedule: ["constant", "cosine", "step"],
  norm: ["group", "frozen", "batch"],
  checkpointMetric: [
    ...["val/segm", "val/bbox"].flatMap((type) => FIGURES.map((figure) => `${type}/${figure}`)),
    "loss",
  ],
  checkpointGoal: ["max", "min"],
};

export function settingOptions(key: string): readonly string[] | null {
  return OPTIONS[key] ?? null;
}

/** The groups that a configuration has keys of, with a last one for keys that no group names. */
export function groupsOf(configuration: Configuration): SettingGroup[] {
  const named = new Set(SETTING_GROUPS.flatMap(({ keys }) => keys));
  const groups = SETTING_GROUPS.map(({ title, keys }) => ({ title, keys: keys.filter((key) => key in configuration) }));
  const other = Object.keys(configuration).filter((key) => !named.has(key));
  return [...groups, { title: "Other", keys: other }].filter(({ keys }) => keys.length > 0);
}

const ABBREVIATIONS: Readonly<Record<string, string>> = { rpn: "RPN", roi: "RoI", nms: "NMS", ema: "EMA", n: "N" };

const NAMED: ReadonlySet<string> = new Set(SETTING_GROUPS.flatMap(({ keys }) => keys));

/** A setting of ours in words; one that somebody logged as it was logged. */
export function settingLabel(key: string): string {
  return NAMED.has(key) ? wordsOf(key) : key;
}

/** "learningRate" as "Learning rate", "minSizePx" as "Min size (px)". */
export function wordsOf(key: string): string {
  const unit = key.endsWith("Px") ? " (px)" : "";
  const words = key
    .replace(/Px$/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .split(" ")
    .map((word, i) => {
      const lower = word.toLowerCase();
      return ABBREVIATIONS[lower] ?? (i === 0 ? lower.charAt(0).toUpperCase() + lower.slice(1) : lower);
    });
  return words.join(" ") + unit;
}

/** Settings within objects by their names with dots, as tables and filters have them; at most `depth` deep. */
export function flattenSettings(configuration: Configuration, depth = 6): Configuration {
  return Object.fromEntries(
    Object.entries(configuration).flatMap(([key, value]) => {
      const isNested = typeof value === "object" && value !== null && !Array.isArray(value) && depth > 1;
      if (!isNested || Object.keys(value).length === 0) return [[key, value]];
      const inner = Object.entries(flattenSettings(value as Configuration, depth - 1));
      return inner.map(([name, one]) => [`${key}.${name}`, one]);
    }),
  );
}

export function formatSetting(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (Array.isArray(value)) return value.map(formatSetting).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What of `edited` differs from `base`: the overrides that a launch sends. */
export function changedSettings(base: Configuration, edited: Configuration): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(edited).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(base[key])),
  );
}

/** Lists of words; an empty list does not show that it is one of these. */
const WORD_LISTS: ReadonlySet<string> = new Set(["frozenParameters"]);

/**
 * What a person typed for a setting, read by the kind of value the preset has there. Empty text is null, or an empty list. Lists
 * are numbers, for some settings words, separated by commas. Undefined where the text is no such value.
 */
export function parseSetting(text: string, example: unknown, key = ""): unknown {
  const trimmed = text.trim();
  if (Array.isArray(example)) {
    const items = trimmed.split(/[\s,]+/).filter(Boolean);
    if (WORD_LISTS.has(key)) return items;
    const numbers = items.map(Number);
    return numbers.every(Number.isFinite) ? numbers : undefined;
  }
  if (trimmed === "" || trimmed === "–") return null;
  if (typeof example === "string") return trimmed;
  if (typeof example === "boolean") return trimmed === "true" ? true : trimmed === "false" ? false : undefined;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : undefined;
}
