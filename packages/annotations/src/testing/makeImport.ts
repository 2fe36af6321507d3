import type { ParseAnnotationsOptions } from "../formats/parseAnnotations.ts";
import type { ImageFiles } from "../formats/reading/FormatReader.ts";
import type { ImageSize } from "../formats/reading/settleShape.ts";
import { isAnnotationPath, isImagePath } from "../formats/reading/sourcePaths.ts";

/** Files of an import written down in a test: texts, images as `[width, height]`, and mask images as bytes. */
export function makeImport(
  entries: Readonly<Record<string, string | readonly [number, number] | Uint8Array>>,
): Required<Pick<ParseAnnotationsOptions, "files" | "imagePaths" | "images">> {
  const images: ImageFiles = {
    async sizePx(path): Promise<ImageSize | null> {
      const entry = entries[path];
      return Array.isArray(entry) ? { widthPx: entry[0] as number, heightPx: entry[1] as number } : null;
    },
    async bytes(path): Promise<Uint8Array> {
      const entry = entries[path];
      if (!(entry instanceof Uint8Array)) throw new Error(`makeImport: expected bytes at ${path}`);
      return entry;
    },
  };
  return {
    files: Object.entries(entries).flatMap(([path, entry]) =>
      isAnnotationPath(path) && typeof entry === "string" ? [{ path, text: async () => entry }] : [],
    ),
    imagePaths: Object.keys(entries).filter(isImagePath),
    images,
  };
}
