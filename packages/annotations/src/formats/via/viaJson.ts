import type { WriteContext } from "../writing/OutputFile.ts";
import { type ViaOutputRegion, viaRegionOf } from "./viaRegion.ts";

/**
 * The JSON of VIA and of what writes like it, in pieces: an entry an image.
 * @param entryOf the entry and its key, of an image's path and regions.
 */
export function* viaJson(
  context: WriteContext,
  entryOf: (filename: string, regions: ViaOutputRegion[]) => { readonly key: string; readonly entry: object },
): Iterable<string> {
  yield "{";
  let separator = "\n";
  for (const image of context.document.images) {
    const filename = context.imagePathOf.get(image) as string;
    const regions = image.annotations.flatMap((annotation) => viaRegionOf(annotation, image, context));
    const { key, entry } = entryOf(filename, regions);
    yield `${separator}${JSON.stringify(key)}:${JSON.stringify(entry)}`;
    separator = ",\n";
  }
  yield "\n}\n";
}
