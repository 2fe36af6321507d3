import type { z } from "zod";
import { ConfigurationError, type ConfigurationProblem } from "./ConfigurationError.ts";
import { closestName } from "./closestName.ts";
import { type Preset, presets, type Recipe } from "./presets.ts";
import { CONFIGURATION_KEYS, type RunConfiguration, runConfigurationSchema } from "./runConfigurationSchema.ts";

const DEFAULT_PRESETS: Readonly<Record<Recipe, Preset["name"]>> = { MININET: "scratch", TRANSFER: "transfer" };

/**
 * The whole configuration of a run: the preset's values (the recipe's own when none is named) with `overrides` by key. Throws
 * {@link ConfigurationError} with everything that is wrong.
 */
export function resolveConfiguration(
  recipe: Recipe,
  presetName: string | null | undefined,
  overrides: Readonly<Record<string, unknown>> = {},
): { preset: Preset["name"]; configuration: RunConfiguration } {
  const preset = findPreset(recipe, presetName ?? DEFAULT_PRESETS[recipe]);
  const unknown = Object.keys(overrides).flatMap(unknownKey);
  const known = Object.fromEntries(Object.entries(overrides).filter(([key]) => unknownKey(key).length === 0));
  const result = runConfigurationSchema.safeParse({ ...preset.configuration, ...known });
  if (result.success && unknown.length === 0) return { preset: preset.name, configuration: result.data };
  const wrong = new Map<string, ConfigurationProblem>(unknown.map((problem) => [problem.field, problem]));
  for (const issue of result.error?.issues ?? []) {
    const field = String(issue.path[0]);
    const message = `${field} is ${describe(overrides[field])}; ${expectation(issue)}.`;
    if (!wrong.has(field)) wrong.set(field, { field, message });
  }
  const [first, ...others] = wrong.values();
  if (first === undefined) throw new Error("resolveConfiguration: expected what was wrong to be named");
  throw new ConfigurationError(first.field, first.message, others);
}

/** Throws {@link ConfigurationError} where there is no such setting, or it cannot have this value whatever the others are. */
export function checkSetting(key: string, value: unknown): void {
  requireKnownKey(key);
  const result = runConfigurationSchema.shape[key as keyof RunConfiguration].safeParse(value);
  const issue = result.error?.issues[0];
  if (!issue) return;
  const inSetting = { ...issue, path: [key, ...issue.path] };
  throw new ConfigurationError(key, `${key} is ${describe(value)}; ${expectation(inSetting)}.`);
}

function findPreset(recipe: Recipe, name: string): Preset {
  const ofRecipe = presets.filter((candidate) => candidate.recipe === recipe);
  const preset = ofRecipe.find((candidate) => candidate.name === name);
  if (preset) return preset;
  const names = ofRecipe.map((candidate) => candidate.name);
  throw new ConfigurationError(
    "preset",
    `The recipe ${recipe.toLowerCase()} has no preset ${JSON.stringify(name)}; expected one of ${names.join(", ")}.`,
  );
}

function requireKnownKey(key: string): void {
  const [problem] = unknownKey(key);
  if (problem) throw new ConfigurationError(problem.field, problem.message);
}

/** What is wrong with a key that there is not; nothing otherwise. */
function unknownKey(key: string): ConfigurationProblem[] {
  if ((CONFIGURATION_KEYS as readonly string[]).includes(key)) return [];
  const suggestion = closestName(key, CONFIGURATION_KEYS);
  const hint = suggestion ? `did you mean ${suggestion}?` : `the settings are ${CONFIGURATION_KEYS.join(", ")}.`;
  return [{ field: key, message: `There is no setting ${JSON.stringify(key)}; ${hint}` }];
}

function describe(value: unknown): string {
  return value === undefined ? "not given" : (JSON.stringify(value) ?? typeof value);
}

/** zod's issue as the second half of a sentence. */
function expectation(issue: z.core.$ZodIssue): string {
  const where = issue.path.length > 1 ? `for item ${issue.path.slice(1).join(".")} ` : "";
  switch (issue.code) {
    case "invalid_type":
      return `expected ${where}${issue.expected === "int" ? "a whole number" : withArticle(issue.expected)}`;
    case "invalid_value":
      return `expected ${where}one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "too_small": {
      const bound = issue.inclusive ? "at least" : "more than";
      return `expected ${where}${bound} ${issue.minimum}${unitOf(issue.origin)}`;
    }
    case "too_big": {
      const bound = issue.inclusive ? "at most" : "less than";
      return `expected ${where}${bound} ${issue.maximum}${unitOf(issue.origin)}`;
    }
    case "custom":
      return `it ${issue.message}`;
    default:
      return issue.message;
  }
}

function withArticle(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function unitOf(origin: string): string {
  if (origin === "array") return " items";
  return origin === "string" ? " characters" : "";
}
