import type { z } from "zod";
import { InvalidInputError } from "./expectedErrors.ts";

/** The input as the schema reads it. Throws {@link InvalidInputError} with all problems and their paths. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) {
    return parsed.data;
  }
  const problems = parsed.error.issues.map(({ message, path }) => ({ message, field: path.join(".") || null }));
  throw new InvalidInputError(problems[0]?.message ?? "This input is not valid.", problems[0]?.field ?? null, {
    problems,
  });
}
