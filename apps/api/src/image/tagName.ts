import { z } from "zod";

export const TAG_NAME_MAX = 100;

/** A tag as a person writes it, without blanks around it. */
export const tagNameSchema = z
  .string()
  .trim()
  .min(1, "A tag has at least one character.")
  .max(TAG_NAME_MAX, `A tag has at most ${TAG_NAME_MAX} characters.`)
  .refine((tag) => !/\p{Cc}/u.test(tag), "A tag has no line breaks or control characters.");
