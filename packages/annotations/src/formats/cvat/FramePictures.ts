import type { DocumentBuilder } from "../reading/DocumentBuilder.ts";
import { baseName } from "../reading/paths.ts";
import type { CvatVideo } from "./cvatTracks.ts";

/** CVAT calls the pictures of a video frame_000010.png. */
const FRAME_NAME = /^frame_(\d+)\.\w+$/i;
/** Without pictures to go by, frames between two keyframes that are farther apart are left to a reader that has them. */
const GAP_MAX = 10_000;

/** Which picture shows which frame: by CVAT's names for frames, else, where there are as many as frames, in the order of their names. */
export class FramePictures {
  /** What is to be told of how they were found. */
  readonly told: string;
  readonly #pathOf = new Map<number, string>();
  readonly #frames: readonly number[] | null;
  readonly #step: number;

  constructor({ path, frames, startFrame, frameStep }: CvatVideo, document: DocumentBuilder) {
    this.#step = frameStep;
    const pictures = document.picturePaths;
    const numbers = (pictures ?? []).flatMap((one) => FRAME_NAME.exec(baseName(one))?.[1] ?? []).map(Number);
    const looked = "the file is about a video: its frames are looked for as frame_000000.png and so on";
    this.told = looked;
    if (pictures !== null && numbers.length === 0 && frames !== null) {
      if (pictures.length === frames) {
        for (const [i, picture] of pictures.entries()) this.#pathOf.set(startFrame + i * frameStep, picture);
        const [first = "", last = ""] = [pictures[0], pictures.at(-1)];
        this.told = `the file numbers its ${frames} frames, and as many pictures came: they are taken in the order of their names, from ${first} to ${last}`;
      } else {
        this.told = `${looked}; ${path} has ${frames} frames and ${pictures.length} pictures came, so that their order does not tell`;
      }
    }
    const known = this.#pathOf.size > 0 ? [...this.#pathOf.keys()] : numbers;
    this.#frames = pictures === null ? null : [...new Set(known)].sort((a, b) => a - b);
  }

  nameOf(frame: number): string {
    return this.#pathOf.get(frame) ?? `frame_${String(frame).padStart(6, "0")}.png`;
  }

  /** The frames between two, both left out, that have a picture; where pictures are not looked for, all. */
  framesBetween(from: number, to: number): readonly number[] {
    if (this.#frames !== null)
      return this.#frames.slice(countUpTo(this.#frames, from), countUpTo(this.#frames, to - 1));
    const count = Math.ceil((to - from) / this.#step) - 1;
    return count > GAP_MAX ? [] : Array.from({ length: Math.max(0, count) }, (_, i) => from + (i + 1) * this.#step);
  }
}

/** How many of sorted numbers are not above one. */
function countUpTo(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
