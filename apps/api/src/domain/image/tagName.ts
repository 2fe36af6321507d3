import { z } from "zod";
import { withoutControls } from "../errors/withoutControls.ts";

export const TAG_NAME_MAX = 100;

/** A tag as a person writes it, without blanks around it. */
export const tagNameSchema = withoutControls(
  z
    .string()
    .trim()
    .min(1, "A tag has at least one character.")
    .max(TAG_NAME_MAX, `A tag has at most ${TAG_NAME_MAX} characters.`),
  "A tag",
);
