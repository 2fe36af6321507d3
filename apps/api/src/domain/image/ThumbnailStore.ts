import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type BlobStore, sizeOfFile } from "@maskyard/store";
import sharp from "sharp";
import { DISPLAY_SIDE_PX } from "./displayPath.ts";
import { IMAGE_PIXELS_MAX } from "./imageLimits.ts";

export interface Thumbnail {
  readonly path: string;
  readonly bytes: number;
}

const WEBP_QUALITY = 78;
/** Of a picture that stands for the file itself, to be drawn on. */
const DISPLAY_QUALITY = 92;
/** Decodings at a time; each uses a thread and the memory of a picture. */
const WORKERS = 2;

/**
 * WebP thumbnails, upright, below `$MASKYARD_DATA/derived`: made when first asked for, kept, and made anew when the folder
 * is emptied. A file under its final name is whole. The same one asked for many times at once is made once.
 */
export class ThumbnailStore {
  readonly #folder: string;
  readonly #blobs: BlobStore;
  readonly #underWay = new Map<string, Promise<Thumbnail>>();
  readonly #waiting: (() => void)[] = [];
  #working = 0;

  constructor(dataFolder: string, blobs: BlobStore) {
    this.#folder = join(dataFolder, "derived", "thumbnails");
    this.#blobs = blobs;
  }

  async find(sha256: string, sidePx: number): Promise<Thumbnail> {
    const path = join(this.#folder, sha256.slice(0, 2), sha256.slice(2, 4), `${sha256}-${sidePx}.webp`);
    const bytes = await sizeOfFile(path);
    if (bytes !== null) {
      return { path, bytes };
    }
    let making = this.#underWay.get(path);
    if (making === undefined) {
      making = this.#make(sha256, sidePx, path).finally(() => this.#underWay.delete(path));
      this.#underWay.set(path, making);
    }
    return making;
  }

  async #make(sha256: string, sidePx: number, path: string): Promise<Thumbnail> {
    await this.#enter();
    const temporary = `${path}.${randomUUID()}`;
    try {
      await this.#blobs.size(sha256); // says that the file is missing where sharp would only say that it cannot read
      await mkdir(dirname(path), { recursive: true });
      const { size } = await sharp(this.#blobs.path(sha256), { limitInputPixels: IMAGE_PIXELS_MAX, failOn: "none" })
        .rotate()
        .resize({ width: sidePx, height: sidePx, fit: "inside", withoutEnlargement: true })
        .webp(
          sidePx === DISPLAY_SIDE_PX ? { quality: DISPLAY_QUALITY, smartSubsample: true } : { quality: WEBP_QUALITY },
        )
        .toFile(temporary);
      await rename(temporary, path);
      return { path, bytes: size };
    } finally {
      await rm(temporary, { force: true });
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#working >= WORKERS) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#working += 1;
  }

  #leave(): void {
    this.#working -= 1;
    this.#waiting.shift()?.();
  }
}
