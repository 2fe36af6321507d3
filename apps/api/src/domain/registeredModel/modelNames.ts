import { z } from "zod";
import { withoutControls } from "../errors/withoutControls.ts";

/** Stands in addresses and after `model:`, so without "/", ":" and "@". */
export const modelName = z
  .string()
  .trim()
  .min(1, "Give the model a name.")
  .max(100, "A name has at most 100 characters.")
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u,
    "A model's name begins with a letter or digit and has letters, digits, spaces, dots, dashes and underscores.",
  );

/** The newest version that is not archived; nobody moves it. */
export const LATEST = "latest";

export const aliasName = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]{0,62}$/,
    'An alias begins with a letter and has letters, digits, dashes and underscores, for example "production".',
  )
  .refine((name) => name.toLowerCase() !== LATEST, `"${LATEST}" always is the newest version; choose another alias.`)
  .refine(
    (name) => !/^v\d+$/i.test(name),
    "An alias that reads as a version would be taken for it; choose another one.",
  );

export const VERSION_TAGS_MAX = 50;
export const versionNotes = z.string().max(100_000, "Notes have at most 100,000 characters.");
export const versionTags = z
  .array(withoutControls(z.string().trim().min(1, "A tag has a name.").max(60, "A tag has at most 60 characters.")))
  .max(VERSION_TAGS_MAX, `A version has at most ${VERSION_TAGS_MAX} tags.`)
  .transform((tags) => [...new Set(tags)].sort());
