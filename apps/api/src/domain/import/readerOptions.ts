import { CSV_FIELDS, READER_CHOICES, type ReaderChoiceName, type ReaderOptions } from "@maskyard/annotations";
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

function answerTo<Name extends ReaderChoiceName>(name: Name) {
  const answers = Object.keys(
    READER_CHOICES[name].answers,
  ) as `${keyof (typeof READER_CHOICES)[Name]["answers"] & (string | number)}`[];
  return z.enum(answers, `${name} is ${answers.join(" or ")}.`).optional();
}

/** What a person may say about files that do not say it themselves, as query parameters of an import. */
export const readerOptionsQuery = {
  columns: columnsSchema.optional(),
  classAttribute: z.string().max(200).optional(),
  vocBase: answerTo("vocBase"),
  frame: answerTo("frame"),
  crowds: answerTo("crowds"),
  tracks: answerTo("tracks"),
  maskValues: answerTo("maskValues"),
  coordinates: answerTo("coordinates"),
  scaleToImage: answerTo("scaleToImage"),
};

const saidSchema = z.object(readerOptionsQuery);

/** As the readers take them; null where nothing was said. */
export function readerOptionsOf(query: z.infer<typeof saidSchema>): ReaderOptions | null {
  const { columns, vocBase, frame, scaleToImage, ...asTheyAre } = query;
  const options = {
    csvColumns: columns,
    vocBase: vocBase === undefined ? undefined : Number(vocBase),
    coordinateFrame: frame,
    scaleToImage: scaleToImage === undefined ? undefined : scaleToImage === "true",
    ...asTheyAre,
  };
  const said = Object.entries(options).filter(([, value]) => value !== undefined);
  return said.length === 0 ? null : (Object.fromEntries(said) as ReaderOptions);
}
