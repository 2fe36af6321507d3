import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { WRITABLE_FORMATS } from "../../document/formatNames.ts";
import type { FormatName } from "../../document/types.ts";
import { exportInMemory, readExport } from "../../testing/readExport.ts";
import { parseAnnotations } from "../parseAnnotations.ts";
import { decodeText } from "../reading/decodeText.ts";
import { isAnnotationPath } from "../reading/sourcePaths.ts";
import { compareGeometry } from "./compareGeometry.ts";
import { WRITERS } from "./writeAnnotations.ts";

const SAMPLES = fileURLToPath(new URL("../../../../../../shared/samples/", import.meta.url));
const hasSamples = existsSync(join(SAMPLES, "README.md"));
if (!hasSamples) console.warn("roundTrip.samples.test.ts: ../shared/samples is not here, its tests are skipped");

function read(folder: string, format: FormatName) {
  const root = join(SAMPLES, folder);
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (path) => isAnnotationPath(path) && statSync(join(root, path)).isFile(),
  );
  const files = paths.map((path) => ({ path, text: async () => decodeText(readFileSync(join(root, path))) }));
  return parseAnnotations({ files, imagePaths: null, format });
}

const SETS = [
  ["same12-by-tool/coco-datumaro", "coco", 39],
  ["same12-by-tool/labelme-7.1.0", "labelme", 39],
  ["labelme-examples/instance_segmentation/data_annotated", "labelme", 12],
  // Its boxes are up to a pixel from its outlines: formats of outlines alone say so, and give the outlines back.
  ["nuts-labelme-coco/coco", "coco", 165],
  ["tinycoco-permissive", "coco", 93],
] as const;

describe.skipIf(!hasSamples).each(SETS)("%s (%s)", (folder, from, count) => {
  it.each(WRITABLE_FORMATS)("comes back the same from %s", { timeout: 120_000 }, async (format) => {
    const document = await read(folder, from);
    const exported = exportInMemory(document, format);
    const report = compareGeometry(document, await readExport(document, format, exported), {
      precision: WRITERS[format].precision,
      pathOf: (image) => exported.written.imagePathOf.get(image) as string,
      amendments: exported.written.amendments,
    });
    expect(report.beyondPrecision).toEqual([]);
    const gone = exported.written.amendments.filter(({ kind }) => kind === "dropped" || kind === "merged").length;
    expect(report.annotations).toEqual({ compared: count - gone, missing: 0, extra: 0 });
    expect(gone).toBe(0);
  });
});
