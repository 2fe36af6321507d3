import { z } from "zod";
import { withoutControls } from "../errors/withoutControls.ts";

export const tagSchema = withoutControls(
  z.string().trim().min(1, "A tag has a name.").max(60, "A tag has at most 60 characters."),
);

export const notesSchema = z.string().max(100_000, "Notes have at most 100,000 characters.");
