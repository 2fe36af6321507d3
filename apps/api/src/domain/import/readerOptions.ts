import { CSV_FIELDS, type ReaderOptions } from "@maskyard/annotations";
import { z } from "zod";

const columnsHint = `columns is FIELD=COLUMN,… with the fields ${CSV_FIELDS.join(", ")}.`;

/** `file=image,label=kind` as an object; a comma within a column's name cannot be told from one between two. */
export const columnsSchema = z
  .string()
  .max(2_000)
  .transform((text, context) => {
    const pairs = text.split(",").map((pair) => {
      const equals = pair.indexOf("=");
      return [pair.slice(0, Math.max(0, equals)).trim(), pair.slice(equals + 1).trim()] as const;
    });
    for (const [field, column] of pairs) {
      if (!(CSV_FIELDS as readonly string[]).includes(field) || column === "") {
        context.addIssue({ code: "custom", message: columnsHint });
      }
    }
    return Object.fromEntries(pairs);
  });

/** What a person may say about files that do not say it themselves, as query parameters of an import. */
export const readerOptionsQuery = {
  columns: columnsSchema.optional(),
  vocBase: z.enum(["0", "1"], "vocBase is 0 or 1.").optional(),
  classAttribute: z.string().max(200).optional(),
  frame: z.enum(["raw", "upright"], "frame is raw or upright.").optional(),
};

/** As the readers take them; null where nothing was said. */
export function readerOptionsOf(query: {
  readonly columns?: Record<string, string> | undefined;
  readonly vocBase?: "0" | "1" | undefined;
  readonly classAttribute?: string | undefined;
  readonly frame?: "raw" | "upright" | undefined;
}): ReaderOptions | null {
  const options: ReaderOptions = {
    ...(query.columns === undefined ? {} : { csvColumns: query.columns }),
    ...(query.vocBase === undefined ? {} : { vocBase: query.vocBase === "1" ? 1 : 0 }),
    ...(query.classAttribute === undefined ? {} : { classAttribute: query.classAttribute }),
    ...(query.frame === undefined ? {} : { coordinateFrame: query.frame }),
  };
  return Object.keys(options).length === 0 ? null : options;
}
