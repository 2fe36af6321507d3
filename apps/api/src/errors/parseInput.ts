import type { z } from "zod";
import { InvalidInputError } from "./expectedErrors.ts";

/** The input as the schema reads it. Throws {@link InvalidInputError} with the first problem and its path. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) {
    return parsed.data;
  }
  const issue = parsed.error.issues[0];
  throw new InvalidInputError(issue?.message ?? "This input is not valid.", issue?.path.join(".") || null);
}
