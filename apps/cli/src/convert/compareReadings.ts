import {
  type AnnotationDocument,
  FormatError,
  type FormatName,
  type LedgerAnnotationCounts,
  READER_CHOICES,
  type ReaderChoiceName,
} from "@maskyard/annotations";
import { type ReaderFlags, readerOptionsOf } from "../input/readerFlags.ts";
import { readTree } from "./readTree.ts";
import { openSourceTree } from "./SourceTree.ts";

/** An annotation that another reading places elsewhere. */
export interface ReadingExample {
  readonly place: string;
  readonly image: string;
  readonly category: string;
  /** x, y, width, height; null where the reading has no such annotation. */
  readonly box: readonly number[] | null;
  readonly detected: readonly number[] | null;
}

export interface Reading {
  /** As the commands take it; empty for what is detected. */
  readonly flags: string;
  readonly counts: LedgerAnnotationCounts;
  /** Annotations that are not what they are as detected. */
  readonly different: number;
  readonly examples: readonly ReadingExample[];
}

const EXAMPLES = 3;
const FLAGS: Readonly<Record<ReaderChoiceName, string>> = {
  frame: "--frame",
  scaleToImage: "--scale-to-image",
  coordinates: "--coordinates",
  crowds: "--crowds",
  tracks: "--tracks",
  maskValues: "--mask-values",
  vocBase: "--voc-base",
};

/** Reads a source as detected and in every other way that comes to something else, so that a person can choose. */
export async function compareReadings(
  source: string,
  from: FormatName | undefined,
  flags: ReaderFlags,
): Promise<{ readonly format: FormatName; readonly detected: Reading; readonly others: readonly Reading[] }> {
  const tree = await openSourceTree(source);
  try {
    const read = (more: ReaderFlags) =>
      readTree(tree, { from, reader: readerOptionsOf({ ...flags, ...more }), annotationsOnly: false });
    const detected = await read({});
    const before = shapesOf(detected);
    const others: Reading[] = [];
    for (const [name, choice] of Object.entries(READER_CHOICES) as [
      ReaderChoiceName,
      { formats: readonly string[] | null; answers: object },
    ][]) {
      if (flags[name] !== undefined || (choice.formats !== null && !choice.formats.includes(detected.format))) continue;
      for (const answer of Object.keys(choice.answers)) {
        const document = await readOrNull(() => read({ [name]: name === "scaleToImage" ? answer === "true" : answer }));
        if (document === null) continue;
        const differing = differences(before, shapesOf(document));
        const { read: all, merged, dropped } = document.ledger.annotations;
        // What leaves nothing is no reading, and what comes to the same no choice.
        if (differing.length === 0 || all - merged - dropped === 0) continue;
        others.push({
          flags: flagOf(name, answer),
          counts: document.ledger.annotations,
          different: differing.length,
          examples: differing.slice(0, EXAMPLES),
        });
      }
    }
    return {
      format: detected.format,
      detected: { flags: "", counts: detected.ledger.annotations, different: 0, examples: [] },
      others,
    };
  } finally {
    tree.close();
  }
}

function flagOf(name: ReaderChoiceName, answer: string): string {
  if (name !== "scaleToImage") return `${FLAGS[name]} ${answer}`;
  return answer === "true" ? FLAGS.scaleToImage : "--no-scale-to-image";
}

/** A reading in which nothing can be read is none to choose. */
async function readOrNull(read: () => Promise<AnnotationDocument>): Promise<AnnotationDocument | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

interface Shape {
  readonly image: string;
  readonly category: string;
  readonly box: readonly number[];
  /** Everything that two readings may differ in. */
  readonly whole: string;
}

function shapesOf({ images }: AnnotationDocument): Map<string, Shape> {
  return new Map(
    images.flatMap((image) =>
      image.annotations.map(({ key, categoryName, boxXywhPx, geometry, isCrowd }) => {
        const path = image.matchedPath ?? image.fileName;
        const whole = JSON.stringify([path, categoryName, boxXywhPx, geometry, isCrowd]);
        return [key, { image: path, category: categoryName, box: boxXywhPx, whole }] as const;
      }),
    ),
  );
}

function differences(before: ReadonlyMap<string, Shape>, after: ReadonlyMap<string, Shape>): ReadingExample[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((place) => {
    const [was, is] = [before.get(place), after.get(place)];
    if (was?.whole === is?.whole) return [];
    const { image = "", category = "" } = is ?? was ?? {};
    return [{ place, image, category, box: is?.box ?? null, detected: was?.box ?? null }];
  });
}
