import { csvLine } from "../csv/csvLine.ts";
import type { FormatWriter, WriteContext } from "../writing/OutputFile.ts";
import { VIA_CSV_COLUMNS } from "./viaEntries.ts";
import { viaRegionOf } from "./viaRegion.ts";
import { viaWriter } from "./viaWriter.ts";

/** VIA 2 CSV, a region a row with JSON in its cells; an image without regions has a row of its own. */
export const viaCsvWriter: FormatWriter = {
  ...viaWriter,
  *files(context) {
    yield { path: "via_annotations.csv", content: rowsOf(context) };
  },
};

function* rowsOf(context: WriteContext): Iterable<string> {
  yield csvLine(VIA_CSV_COLUMNS);
  for (const image of context.document.images) {
    const filename = context.imagePathOf.get(image) as string;
    const regions = image.annotations.flatMap((annotation) => viaRegionOf(annotation, image, context));
    const start = [filename, "-1", "{}", String(regions.length)];
    if (regions.length === 0) yield csvLine([...start, "0", "{}", "{}"]);
    for (const [i, { shape_attributes, region_attributes }] of regions.entries()) {
      yield csvLine([...start, String(i), JSON.stringify(shape_attributes), JSON.stringify(region_attributes)]);
    }
  }
}
