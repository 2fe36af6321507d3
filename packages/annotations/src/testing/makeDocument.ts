import type { DocumentImage, Geometry } from "../document/types.ts";
import type { WritableDocument } from "../formats/writing/OutputFile.ts";

const TRIANGLE: Geometry = { type: "polygon", parts: [{ outer: [2, 2, 12, 2, 2, 12], holes: [] }] };

/** A document of 40 x 30 px images, each with one triangle of the first category. */
export function makeDocument(
  images: readonly { readonly path: string; readonly subset?: string; readonly geometry?: Geometry }[],
  names: readonly string[] = ["car"],
): WritableDocument {
  return {
    categories: names.map((name) => ({ name, sourceId: null })),
    images: images.map(
      ({ path, subset = null, geometry = TRIANGLE }): DocumentImage => ({
        ...{ key: path, fileName: path, matchedPath: path, widthPx: 40, heightPx: 30, subset },
        annotations: [
          {
            ...{ key: `${path} 1`, categoryName: names[0] as string, geometry, boxXywhPx: [2, 2, 10, 10] },
            ...{ areaPx: 50, isCrowd: false, raw: null },
          },
        ],
      }),
    ),
  };
}
