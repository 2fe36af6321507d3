import { holdsControlCharacters } from "@maskyard/store";
import type { z } from "zod";

/** A name as the schema has it, without line breaks and control characters: it stands in lists, in files' names and in XML. */
export function withoutControls<Schema extends z.ZodType<string>>(schema: Schema, what = "A name") {
  return schema.refine((name) => !holdsControlCharacters(name), `${what} has no line breaks or control characters.`);
}
