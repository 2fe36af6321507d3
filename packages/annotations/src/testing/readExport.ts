import type { WritableFormat } from "../document/formatNames.ts";
import { parseAnnotations } from "../formats/parseAnnotations.ts";
import { isAnnotationPath, isImagePath } from "../formats/reading/sourcePaths.ts";
import { type AnnotationExport, WRITERS, writeAnnotations } from "../formats/write/writeAnnotations.ts";
import type { WritableDocument, WriteOptions } from "../formats/writing/OutputFile.ts";

/** An export as it would lie on the disk. */
export function exportInMemory(
  document: WritableDocument,
  format: WritableFormat,
  options?: WriteOptions,
): { written: AnnotationExport; entries: Map<string, string | Uint8Array> } {
  const written = writeAnnotations(document, format, options);
  const entries = new Map<string, string | Uint8Array>();
  for (const { path, content } of written.files) {
    if (entries.has(path)) throw new Error(`exportInMemory: ${path} is written twice`);
    entries.set(path, typeof content === "string" || content instanceof Uint8Array ? content : [...content].join(""));
  }
  return { written, entries };
}

/** Reads an export again, the images beside it. */
export function readExport(
  document: WritableDocument,
  format: WritableFormat,
  { written, entries }: ReturnType<typeof exportInMemory>,
  options: WriteOptions = {},
) {
  const sizes = new Map(document.images.map((image) => [written.imagePathOf.get(image), image]));
  return parseAnnotations({
    files: [...entries].flatMap(([path, content]) =>
      isAnnotationPath(path) && typeof content === "string" ? [{ path, text: async () => content }] : [],
    ),
    imagePaths: [...written.imagePathOf.values(), ...[...entries.keys()].filter(isImagePath)],
    images: {
      async sizePx(path) {
        const image = sizes.get(path);
        return image?.widthPx == null || image.heightPx === null
          ? null
          : { widthPx: image.widthPx, heightPx: image.heightPx };
      },
      async bytes(path) {
        const content = entries.get(path);
        if (!(content instanceof Uint8Array)) throw new Error(`readExport: no bytes at ${path}`);
        return content;
      },
    },
    format: WRITERS[format].precision.format,
    reader: options,
  });
}
