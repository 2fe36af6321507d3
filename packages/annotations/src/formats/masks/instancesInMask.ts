import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { BoxXywhPx, Rle } from "../../document/types.ts";
import { labelComponents } from "../../geometry/labelComponents.ts";
import { rleFromMaskRowMajor, rleFromRuns } from "../../geometry/rle.ts";
import { runsOfLabels } from "../../geometry/runsOfLabels.ts";
import type { ReaderOptions } from "../reading/FormatReader.ts";
import { stemOf } from "../reading/paths.ts";
import { type IndexMask, instancesOf } from "../voc/vocMasks.ts";
import { hasGreyEdges } from "./hasGreyEdges.ts";
import type { MaskFile } from "./maskFiles.ts";
import type { ReadMask } from "./readMaskIndices.ts";

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
 * @param values what a person said of the numbers; without it the mask tells.
 */
export function instancesInMask(
  file: MaskFile,
  mask: ReadMask,
  kinds: IndexMask | null,
  classes: readonly string[] | null,
  values: ReaderOptions["maskValues"],
  warn: (reason: string) => void,
): FoundInstance[] {
  const mayBeGreys = file.kind === "whole" && mask.white !== null && values !== "numbers";
  if (mayBeGreys && values === "threshold") return instancesOfNumbers(file, lightParts(mask), kinds, classes);
  if (!mayBeGreys || !hasGreyEdges(mask)) {
    if (mayBeGreys && hasBorderAmongNumbers(mask)) warn(BORDER_TAKEN);
    return instancesOfNumbers(file, mask, kinds, classes);
  }
  const reason = `white objects with grey edges, not numbers: a pixel of ${lightFrom(mask)} or more of ${mask.white} is of an object`;
  return instancesOfNumbers(file, lightParts(mask), kinds, classes).map((found) => ({
    ...found,
    notes: [{ kind: "guessed", reason }, ...found.notes],
  }));
}

const BORDER_TAKEN =
  "255 is taken for the border between objects, as in VOC's masks: if it is an object, read the mask by its lightness (threshold)";

function hasBorderAmongNumbers({ samples, border }: ReadMask): boolean {
  return border != null && samples.includes(border) && samples.some((value) => value !== 0 && value !== border);
}

/** Darker greys are what JPEG and editors leave beside an object; lighter ones belong to it, as in masks of one object a file. */
const LIGHT_SHARE_MIN = 1 / 8;

function lightFrom({ white }: ReadMask): number {
  return Math.ceil((white ?? 1) * LIGHT_SHARE_MIN);
}

/** Black and white of greys. */
function lightParts(mask: ReadMask): ReadMask {
  const from = lightFrom(mask);
  return { ...mask, samples: mask.samples.map((value) => (value >= from ? 1 : 0)) };
}

function instancesOfNumbers(
  file: MaskFile,
  mask: ReadMask,
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
  const shown = isOneThing ? mask.samples : mask.samples.map((value) => (value === mask.border ? 0 : value));
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
