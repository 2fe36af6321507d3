import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { BoxXywhPx, Rle } from "../../document/types.ts";
import { labelComponents } from "../../geometry/labelComponents.ts";
import { rleFromMaskRowMajor } from "../../geometry/rle.ts";
import { stemOf } from "../paths.ts";
import { type IndexMask, instancesOf } from "../voc/vocMasks.ts";
import type { MaskFile } from "./maskFiles.ts";

/** What objects are called where nothing names their class. */
const ONLY_CLASS = "object";

export interface FoundInstance {
  readonly place: string;
  readonly label: string;
  readonly rle: Rle;
  readonly boxXywhPx: BoxXywhPx;
  readonly notes: LedgerNote[];
}

/**
 * The instances of one mask file.
 * @param kinds the class mask beside it, where there is one.
 * @param classes names by number, where a list is there.
 */
export function instancesInMask(
  file: MaskFile,
  mask: IndexMask,
  kinds: IndexMask | null,
  classes: readonly string[] | null,
): FoundInstance[] {
  const { path } = file;
  if (file.kind === "instance") {
    return [{ place: path, label: labelOfName(path), ...shapeOf(mask.samples, mask), notes: [] }];
  }
  const values = new Set<number>();
  for (const value of mask.samples) if (value !== 0) values.add(value);
  const isOneThing = values.size === 1;
  if (file.kind === "objects" || (classes === null && !isOneThing)) {
    return instancesOf(mask, kinds).map(({ value, rle, boxXywhPx, classValue }) => {
      const name = classValue === null ? undefined : classes?.[classValue];
      const notes: LedgerNote[] =
        kinds !== null && name === undefined ? [{ kind: "guessed", reason: `class ${classValue} has no name` }] : [];
      const label = name ?? (classValue === null ? ONLY_CLASS : `class ${classValue}`);
      return { place: `${path} value ${value}`, label, rle, boxXywhPx, notes };
    });
  }
  // Numbers are classes, or the mask is black and white: what hangs together is one object.
  return [...values]
    .filter((value) => isOneThing || value !== 255)
    .sort((a, b) => a - b)
    .flatMap((value) => {
      const ofValue = Uint8Array.from(mask.samples, (one) => (one === value ? 1 : 0));
      const pieces = labelComponents(ofValue, mask.heightPx, mask.widthPx);
      const count = pieces.reduce((most, piece) => Math.max(most, piece), 0);
      const name =
        classes === null
          ? ONLY_CLASS
          : (classes[value] ?? (isOneThing && classes.length === 2 ? classes[1] : undefined));
      return Array.from({ length: count }, (_, i): FoundInstance => {
        const notes: LedgerNote[] = [{ kind: "guessed", reason: "pixels that hang together are taken for one object" }];
        if (name === undefined) notes.push({ kind: "guessed", reason: `class ${value} has no name` });
        const pixels = Uint8Array.from(pieces, (piece) => (piece === i + 1 ? 1 : 0));
        return {
          place: `${path} value ${value} piece ${i + 1}`,
          label: name ?? `class ${value}`,
          ...shapeOf(pixels, mask),
          notes,
        };
      });
    });
}

function shapeOf(pixels: ArrayLike<number>, { heightPx, widthPx }: IndexMask): { rle: Rle; boxXywhPx: BoxXywhPx } {
  return { rle: rleFromMaskRowMajor(pixels, heightPx, widthPx), boxXywhPx: [0, 0, 0, 0] };
}

/** `0003_sign%20board.png`, as exports of ours are called; a name without letters after a number names no class. */
function labelOfName(path: string): string {
  const [, encoded] = /^\d+[_-](.*\p{L}.*)$/u.exec(stemOf(path)) ?? [];
  if (encoded === undefined) return ONLY_CLASS;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded; // a name with a bare % is a name
  }
}
