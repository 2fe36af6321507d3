import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { BoxXywhPx, Rle } from "../../document/types.ts";
import { labelComponents } from "../../geometry/labelComponents.ts";
import { rleFromMaskRowMajor, rleFromRuns } from "../../geometry/rle.ts";
import { runsOfLabels } from "../../geometry/runsOfLabels.ts";
import { stemOf } from "../reading/paths.ts";
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
  const shown = isOneThing ? mask.samples : mask.samples.map((value) => (value === 255 ? 0 : value));
  const labels = labelComponents(shown, mask.heightPx, mask.widthPx, true);
  const valueOfLabel: number[] = [];
  labels.forEach((label, i) => {
    if (label > valueOfLabel.length) valueOfLabel.push(mask.samples[i] as number);
  });
  const pieces = new Map<number, Rle[]>([...values].sort((a, b) => a - b).map((value) => [value, []]));
  for (const [i, runs] of runsOfLabels(labels, valueOfLabel.length, mask.heightPx, mask.widthPx).entries()) {
    pieces.get(valueOfLabel[i] as number)?.push(rleFromRuns(runs));
  }
  return [...pieces].flatMap(([value, rles]) => {
    const name =
      classes === null ? ONLY_CLASS : (classes[value] ?? (isOneThing && classes.length === 2 ? classes[1] : undefined));
    return rles.map((rle, i): FoundInstance => {
      const notes: LedgerNote[] = [{ kind: "guessed", reason: "pixels that hang together are taken for one object" }];
      if (name === undefined) notes.push({ kind: "guessed", reason: `class ${value} has no name` });
      const place = `${path} value ${value} piece ${i + 1}`;
      return { place, label: name ?? `class ${value}`, rle, boxXywhPx: [0, 0, 0, 0], notes };
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
