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
      const field = error.field === "recipe" || error.field === "preset" ? error.field : `configuration.${error.field}`;
      throw new InvalidInputError(error.message, field);
    }
    throw error;
  }
}
