import type { TrainingImage } from "@maskyard/model";

/** Decoded images within a budget; the one used longest ago goes first. An image larger than a quarter of the budget is never kept. */
export class ImageCache {
  readonly #budgetBytes: number;
  readonly #images = new Map<string, TrainingImage>();
  #bytes = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): TrainingImage | undefined {
    const image = this.#images.get(key);
    if (image) {
      this.#images.delete(key);
      this.#images.set(key, image);
    }
    return image;
  }

  put(key: string, image: TrainingImage): void {
    if (this.#images.has(key) || image.pixels.byteLength > this.#budgetBytes / 4) return;
    this.#images.set(key, image);
    this.#bytes += image.pixels.byteLength;
    for (const [oldestKey, oldest] of this.#images) {
      if (this.#bytes <= this.#budgetBytes) return;
      this.#images.delete(oldestKey);
      this.#bytes -= oldest.pixels.byteLength;
    }
  }
}
