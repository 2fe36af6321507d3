import type { FormatName } from "../../document/types.ts";
import type { SourceFile } from "../reading/SourceFile.ts";
import { type JsonMarks, marksOfText, tellByMarks } from "./jsonMarks.ts";

/** A format this package reads, or the name of one it does not. */
export type ToldFormat = FormatName | { readonly unread: string };

/** What a list of detections is called where no ground truth is beside it. */
export const COCO_RESULTS = "COCO results";

/** What {@link formatOfJson} asks for. */
export const JSON_MARKS = [
  ...['"maskyardExport"', '"shapes"', '"imagePath"', '"imageData"', '"images"', '"annotations"', '"categories"'],
  ...['"_via_', '"shape_attributes"', '"completed_by"', '"original_width"', '"data"', '"result"'],
  ...['"category_id"', '"score"'],
] as const;

/** Tells the format by the names that a JSON file holds. */
export function formatOfJson(marks: JsonMarks): ToldFormat | null {
  const has = (...all: (typeof JSON_MARKS)[number][]): boolean => all.every((mark) => marks.has(mark));
  if (has('"maskyardExport"')) return null;
  if (has('"shapes"') && (has('"imagePath"') || has('"imageData"'))) return "labelme";
  if (has('"images"') && (has('"annotations"') || has('"categories"'))) return "coco";
  if (has('"_via_') || has('"shape_attributes"')) return "via";
  if (has('"completed_by"') || has('"original_width"')) return "label-studio";
  // Tasks of which nobody has drawn anything.
  if (has('"data"', '"annotations"', '"result"')) return "label-studio";
  if (/^\s*\[\s*\{\s*"image"\s*:\s*"[^"]*"\s*,\s*"annotations"\s*:\s*\[/.test(marks.head)) {
    return { unread: "makesense tags" };
  }
  return has('"category_id"', '"score"') && /^\ufeff?\s*\[/.test(marks.head) ? { unread: COCO_RESULTS } : null;
}

/** Tells a JSON file's format, of one too large for a string by as much of it as that takes. */
export async function formatOfJsonFile({ text, chunks }: SourceFile): Promise<ToldFormat | null> {
  return chunks === undefined ? formatOfJson(marksOfText(await text())) : tellByMarks(chunks, JSON_MARKS, formatOfJson);
}
