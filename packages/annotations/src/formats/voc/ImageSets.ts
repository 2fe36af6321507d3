import type { OutputFile } from "../writing/OutputFile.ts";

/**
 * The lists by which the devkit's tools, torchvision and datumaro find images: `ImageSets/Main` has all of a subset,
 * `ImageSets/Segmentation` those with masks. Where nothing is divided all are `trainval`, which is what the devkit calls
 * everything that has annotations; where others are divided, what is in no subset is `default`, as datumaro calls it.
 */
export class ImageSets {
  readonly #rest: string;
  readonly #main = new Map<string, string[]>();
  readonly #segmentation = new Map<string, string[]>();

  /** @param hasSubsets whether any image is in a subset. */
  constructor(hasSubsets: boolean) {
    this.#rest = hasSubsets ? "default" : "trainval";
  }

  /** @param id the image's path below its folder, without extension. */
  add(subset: string | null, id: string, hasMasks: boolean): void {
    const set = subset ?? this.#rest;
    append(this.#main, set, id);
    if (hasMasks) append(this.#segmentation, set, id);
  }

  *files(): Iterable<OutputFile> {
    for (const [folder, sets] of Object.entries({ Main: this.#main, Segmentation: this.#segmentation })) {
      for (const [set, ids] of sets) yield { path: `ImageSets/${folder}/${set}.txt`, content: `${ids.join("\n")}\n` };
    }
  }
}

function append(sets: Map<string, string[]>, set: string, id: string): void {
  const ids = sets.get(set);
  if (ids === undefined) sets.set(set, [id]);
  else ids.push(id);
}
