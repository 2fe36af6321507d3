import { ConfigurationError, resolveConfiguration } from "@maskyard/store";
import { InvalidInputError } from "../errors/expectedErrors.ts";

/** The whole configuration of a run. Throws {@link InvalidInputError} with the path of what is wrong. */
export function resolveRunConfiguration(
  recipe: "MININET" | "TRANSFER",
  preset: string | null | undefined,
  overrides: Record<string, unknown>,
) {
  try {
    return resolveConfiguration(recipe, preset, overrides);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      const problems = error.problems.map(({ field, message }) => ({ field: pathOf(field), message }));
      throw new InvalidInputError(error.message, pathOf(error.field), { problems });
    }
    throw error;
  }
}

function pathOf(field: string): string {
  return field === "recipe" || field === "preset" ? field : `configuration.${field}`;
}
