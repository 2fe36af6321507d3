import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { BlobStore } from "@maskyard/store";
import type { PrismaClient } from "@maskyard/store/prisma";
import { IMAGE_BYTES_MAX } from "../image/imageLimits.ts";
import { ImageRefused, type IngestedImage, ingestImage } from "../image/ingestImage.ts";
import type { Archive } from "./Archive.ts";
import { ArchiveError } from "./archiveErrors.ts";
import type { ComparedImage } from "./duplicateRemarks.ts";

/** An image of the archive that is or will be in the dataset. */
export interface ImportedImage {
  /** In the archive, and the file name in the dataset. */
  readonly path: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly exifOrientation: number;
  /** The row that is there already, also of an image that was deleted: it comes back. Null for a new image. */
  readonly existingId: string | null;
  readonly ingested: IngestedImage | null;
  /** Whether the dataset's own file of it was damaged or gone, and is whole again with these bytes. */
  readonly isMended?: boolean;
}

export interface IngestResult {
  readonly images: ReadonlyMap<string, ImportedImage>;
  /** What the dataset has already, without what was deleted. */
  readonly before: readonly ComparedImage[];
  /** Files that were not taken in, with the reason. */
  readonly refused: ReadonlyMap<string, string>;
}

interface IngestRequest {
  readonly prisma: PrismaClient;
  readonly blobs: BlobStore;
  readonly datasetId: string;
  readonly archive: Archive;
  readonly paths: readonly string[];
  readonly signal: AbortSignal;
  /** Told of each blob before it is written. */
  readonly beforePut: (sha256: string) => Promise<void>;
  readonly onProgress: (done: number) => void;
}

/** A name is unique within its dataset, and an index holds no row of more than some 2,700 bytes. */
const PATH_BYTES_MAX = 2_000;

/** Images unpacked and decoded at a time: as many as there are cores to work, and the memory bound to that many. */
const PIPELINE_WIDTH = 3;

/**
 * Takes in images, a few at a time. A file that is there already with the same bytes is kept as it is, also one that was deleted. A deleted image
 * with other bytes leaves its name to the new one.
 */
export async function ingestImages(request: IngestRequest): Promise<IngestResult> {
  const existing = await existingImages(request.prisma, request.datasetId);
  const images = new Map<string, ImportedImage>();
  const refused = new Map<string, string>();
  const waiting = [...request.paths];
  let done = 0;
  const work = async (): Promise<void> => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      request.signal.throwIfAborted();
      try {
        images.set(path, await ingestOne(request, path, existing.get(path)));
      } catch (error) {
        if (!(error instanceof ImageRefused || error instanceof ArchiveError)) {
          waiting.length = 0; // the others end with what they have in hand
          throw error;
        }
        refused.set(path, error.message);
      }
      done += 1;
      request.onProgress(done);
      await nextTurn();
    }
  };
  // All have ended before this ends, so that nobody writes a blob after a failed import was cleared away.
  const workers = await Promise.allSettled(Array.from({ length: PIPELINE_WIDTH }, work));
  const failed = workers.find((worker) => worker.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  const before = [...existing.values()]
    .flatMap(({ live }) => live ?? [])
    .map(({ fileName, originalSha256, perceptualHash }) => ({
      path: fileName,
      originalSha256,
      perceptualHash,
      isNew: false,
    }));
  return { images, before, refused };
}

interface ExistingImage {
  readonly id: string;
  readonly fileName: string;
  readonly originalSha256: string;
  readonly blobSha256: string;
  readonly perceptualHash: bigint | null;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly exifOrientation: number;
  readonly deletedAt: Date | null;
}

/** The images that a dataset has or had by one name. */
interface ExistingImages {
  live?: ExistingImage;
  /** Deleted ones, the one deleted last first. */
  readonly deleted: ExistingImage[];
}

async function existingImages(prisma: PrismaClient, datasetId: string): Promise<Map<string, ExistingImages>> {
  const rows = await prisma.image.findMany({
    where: { datasetId },
    select: {
      id: true,
      fileName: true,
      originalSha256: true,
      blobSha256: true,
      perceptualHash: true,
      widthPx: true,
      heightPx: true,
      exifOrientation: true,
      deletedAt: true,
    },
    orderBy: { deletedAt: "desc" },
  });
  const byName = new Map<string, ExistingImages>();
  for (const row of rows) {
    const existing = byName.get(row.fileName) ?? { deleted: [] };
    if (row.deletedAt === null) existing.live = row;
    else existing.deleted.push(row);
    byName.set(row.fileName, existing);
  }
  return byName;
}

async function ingestOne(
  request: IngestRequest,
  path: string,
  byThisName: ExistingImages = { deleted: [] },
): Promise<ImportedImage> {
  if (Buffer.byteLength(path) > PATH_BYTES_MAX) {
    throw new ImageRefused(`its path is longer than ${PATH_BYTES_MAX} bytes; give it a shorter one and import again`);
  }
  if (request.archive.bytesOf(path) > IMAGE_BYTES_MAX) {
    throw new ImageRefused(`the file is larger than ${IMAGE_BYTES_MAX / 1024 ** 2} MiB`);
  }
  const bytes = await request.archive.read(path);
  const isSame = (sha256: string) => (image: ExistingImage) => image.originalSha256 === sha256;
  const { live, deleted } = byThisName;
  const candidates = live === undefined ? deleted : [live];
  const existing =
    candidates.length === 0 ? undefined : candidates.find(isSame(createHash("sha256").update(bytes).digest("hex")));
  if (live !== undefined && existing === undefined) {
    throw new ImageRefused("the dataset has another image by this name; rename one of them and import again");
  }
  if (existing !== undefined) {
    const { widthPx, heightPx, exifOrientation, blobSha256 } = existing;
    const isMended = !(await request.blobs.isSound(blobSha256)) && (await mend(request, bytes, blobSha256));
    return { path, widthPx, heightPx, exifOrientation, existingId: existing.id, ingested: null, isMended };
  }
  const ingested = await ingestImage(bytes, request.blobs, request.beforePut);
  const { widthPx, heightPx, exifOrientation } = ingested;
  return { path, widthPx, heightPx, exifOrientation, existingId: null, ingested };
}

/** Stores an image's bytes again in place of damaged ones; whether they are those that the dataset had. */
async function mend({ blobs, beforePut }: IngestRequest, bytes: Buffer, blobSha256: string): Promise<boolean> {
  const { blob } = await ingestImage(bytes, blobs, beforePut);
  return blob.sha256 === blobSha256;
}
