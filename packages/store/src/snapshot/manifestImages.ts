import type { BlobStore } from "../blobs/BlobStore.ts";
import { ManifestSlices } from "./ManifestSlices.ts";
import { manifestBytes } from "./manifestBytes.ts";
import type { ManifestImage, SubsetName } from "./SnapshotManifest.ts";

export interface ManifestImagePage {
  readonly images: readonly ManifestImage[];
  readonly hasMore: boolean;
}

/**
 * A page of a kept manifest's images, in the order of their ids, read no further than it reaches: `first` images with ids after `afterId`,
 * of one subset or of all.
 */
export async function readManifestImages(
  blobs: BlobStore,
  manifestSha256: string,
  page: { readonly first: number; readonly afterId?: string | undefined; readonly subset?: SubsetName | undefined },
): Promise<ManifestImagePage> {
  const images: ManifestImage[] = [];
  for await (const image of manifestImages(blobs, manifestSha256)) {
    if (page.afterId !== undefined && image.id <= page.afterId) continue;
    if (page.subset !== undefined && image.subset !== page.subset) continue;
    if (images.length === page.first) return { images, hasMore: true };
    images.push(image);
  }
  return { images, hasMore: false };
}

/** Ids of a kept manifest's images by subset, "" for those of none; read in pieces, so that the annotations are never all in memory. */
export async function readManifestSubsets(
  blobs: BlobStore,
  manifestSha256: string,
): Promise<ReadonlyMap<SubsetName | "", ReadonlySet<string>>> {
  const subsets = new Map<SubsetName | "", Set<string>>();
  for await (const { id, subset } of manifestImages(blobs, manifestSha256)) {
    const ids = subsets.get(subset ?? "") ?? new Set<string>();
    subsets.set(subset ?? "", ids.add(id));
  }
  return subsets;
}

/** Whether a kept manifest has an image of the subset with an annotation to learn from; read no further than the first. */
export async function manifestTeaches(blobs: BlobStore, manifestSha256: string, subset: SubsetName): Promise<boolean> {
  for await (const image of manifestImages(blobs, manifestSha256)) {
    if (image.subset === subset && image.annotations.some(({ isCrowd }) => !isCrowd)) return true;
  }
  return false;
}

async function* manifestImages(blobs: BlobStore, manifestSha256: string): AsyncGenerator<ManifestImage> {
  const slices = new ManifestSlices(manifestBytes(blobs, manifestSha256));
  try {
    for (let slice = await slices.readNext(); slice !== null; ) {
      yield JSON.parse(slice.toString("utf8")) as ManifestImage;
      slice = slices.takeBuffered() ?? (await slices.readNext());
    }
  } finally {
    await slices.close();
  }
}
