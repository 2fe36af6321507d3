import type { DocumentAnnotation, DocumentImage, WritableDocument } from "@maskyard/annotations";
import type { ManifestImage, SnapshotManifest } from "@maskyard/store";

/** Tags of images by id. A snapshot has none: they are for finding images, and no run sees them. */
export type TagsByImage = ReadonlyMap<string, readonly string[]>;

/** Stored content as the document that every format is written from; images carry the blob that holds their bytes. */
export function documentOfManifest(
  manifest: SnapshotManifest,
  tagsByImage: TagsByImage = new Map(),
): {
  document: WritableDocument;
  manifestImageOf: ReadonlyMap<DocumentImage, ManifestImage>;
} {
  const nameOf = new Map(manifest.categories.map(({ id, name }) => [id, name]));
  const manifestImageOf = new Map<DocumentImage, ManifestImage>();
  const images = manifest.images.map((stored) => {
    const { fileName, widthPx, heightPx, subset } = stored;
    const tags = tagsByImage.get(stored.id);
    const image: DocumentImage = {
      key: fileName,
      fileName,
      matchedPath: fileName,
      widthPx,
      heightPx,
      subset,
      ...(tags === undefined ? {} : { tags }),
      annotations: stored.annotations.map((annotation): DocumentAnnotation => {
        const { id, categoryId, geometry, boxXywhPx, areaPx, isCrowd } = annotation;
        const categoryName = nameOf.get(categoryId);
        if (categoryName === undefined) {
          throw new Error(`documentOfManifest: annotation ${id} has category ${categoryId}, which the manifest lacks`);
        }
        return { key: `${fileName} annotation ${id}`, categoryName, geometry, boxXywhPx, areaPx, isCrowd, raw: null };
      }),
    };
    manifestImageOf.set(image, stored);
    return image;
  });
  const categories = manifest.categories.map(({ name }) => ({ name, sourceId: null }));
  return { document: { categories, images }, manifestImageOf };
}
