import { amendLedger } from "../../document/amendLedger.ts";
import { LedgerBuilder } from "../../document/LedgerBuilder.ts";
import type { AnnotationDocument, DocumentCategory, DocumentImage, FormatName } from "../../document/types.ts";
import type { ReaderOptions } from "./FormatReader.ts";
import { type ImageMatch, ImageMatcher } from "./matchImages.ts";
import { mergeRepeated } from "./mergeRepeated.ts";
import { normalisePath } from "./paths.ts";
import { settleCrowds } from "./settleCrowds.ts";
import type { ImageSize } from "./settleShape.ts";
import { subsetFromPath } from "./subsetFromPath.ts";

export interface ImageEntry {
  readonly key: string;
  /** As the annotation file says it. */
  readonly fileName: string;
  readonly size: ImageSize | null;
  /** The annotation file that names the image. */
  readonly fromFile: string;
  /** Where the format says it; else folders and file names tell. */
  readonly subset?: string | null;
  readonly tags?: readonly string[];
}

/** Gathers what the files of one format say to one document: categories by name, images by the file they match. */
export class DocumentBuilder {
  readonly ledger = new LedgerBuilder();
  #matcher: ImageMatcher | null = null;
  readonly #imagePaths: readonly string[] | null;
  readonly #categories = new Map<string, DocumentCategory>();
  readonly #images: DocumentImage[] = [];
  readonly #byMatchedPath = new Map<string, DocumentImage>();
  readonly #maskPaths = new Set<string>();
  /** Image files that an ambiguous entry may mean: they must not pass for images without objects. */
  readonly #contestedPaths = new Set<string>();
  /** Of images that several files speak of: how many annotations the files before had brought. */
  readonly #joints = new Map<DocumentImage, number[]>();
  readonly #options: ReaderOptions;
  readonly #isCutLater: boolean;

  /** @param imagePaths the image files present; null to read annotations without looking for images. */
  constructor(imagePaths: readonly string[] | null, options: ReaderOptions = {}, areSettledOnPictures = false) {
    this.#imagePaths = imagePaths;
    this.#options = options;
    this.#isCutLater = areSettledOnPictures && imagePaths !== null;
  }

  /** The size that shapes are to be cut to here: the stated one, or none where they are settled on their picture later. */
  cutTo(stated: ImageSize | null): ImageSize | null {
    return this.#isCutLater ? null : stated;
  }

  addCategory(name: string, sourceId: string | null): void {
    if (this.#categories.has(name)) return;
    this.#categories.set(name, { name, sourceId });
    if (name.includes("\ufffd")) {
      this.ledger.warn("the name holds characters that could not be read: save the file as UTF-8", `category ${name}`);
    }
  }

  /** The image files that are no masks, by path; null when images are not looked for. */
  get picturePaths(): readonly string[] | null {
    return this.#imagePaths?.filter((path) => !this.#maskPaths.has(path)).sort() ?? null;
  }

  /** Where an entry's image file is; null when images are not looked for. */
  match(entry: ImageEntry): ImageMatch | null {
    return this.#imageMatcher()?.match(entry.fileName, entry.fromFile) ?? null;
  }

  /** The image file that an annotation file belongs to by its own name, as `labels/a.txt` to `images/a.jpg`. */
  matchSibling(annotationPath: string): ImageMatch | null {
    return this.#imageMatcher()?.matchSibling(annotationPath) ?? null;
  }

  /** Takes an image file for a mask: it is no picture of the dataset. */
  claimMask(path: string): void {
    this.#maskPaths.add(path);
    this.#matcher = null;
  }

  #imageMatcher(): ImageMatcher | null {
    if (this.#imagePaths === null) return null;
    this.#matcher ??= new ImageMatcher(this.#imagePaths.filter((path) => !this.#maskPaths.has(path)));
    return this.#matcher;
  }

  /** Leaves an image out, and says how many annotations go with it. */
  skipImage(entry: ImageEntry, match: Exclude<ImageMatch, { kind: "matched" }>, annotations: number): void {
    const reason =
      match.kind === "missing"
        ? `no image file ${entry.fileName || "without a name"} came with the annotations`
        : `${entry.fileName} is ambiguous: ${match.reason} (${match.candidates.join(", ")})`;
    const lost =
      annotations === 0 ? "" : `; ${annotations} ${annotations === 1 ? "annotation" : "annotations"} left out`;
    if (match.kind === "ambiguous") for (const path of match.candidates) this.#contestedPaths.add(path);
    this.ledger.image(match.kind);
    this.ledger.annotationsDropped(entry.key, annotations, reason + lost);
  }

  /** Adds an image, or finds the one that another annotation file brought for the same image file. */
  addImage(entry: ImageEntry, match: Extract<ImageMatch, { kind: "matched" }> | null): DocumentImage {
    const matchedPath = match?.path ?? null;
    if (match !== null) this.ledger.image("matched");
    if (match !== null && match.note !== null) this.ledger.warn(match.note, entry.key);
    const subset =
      entry.subset ?? subsetFromPath(entry.fromFile) ?? (matchedPath === null ? null : subsetFromPath(matchedPath));
    const known = matchedPath === null ? undefined : this.#byMatchedPath.get(matchedPath);
    if (known !== undefined) {
      this.#join(known, entry, subset);
      return known;
    }
    const image: DocumentImage = {
      key: entry.key,
      fileName: normalisePath(entry.fileName),
      matchedPath,
      widthPx: entry.size?.widthPx ?? null,
      heightPx: entry.size?.heightPx ?? null,
      subset,
      ...tagsOf(entry.tags),
      annotations: [],
    };
    this.#images.push(image);
    if (matchedPath !== null) this.#byMatchedPath.set(matchedPath, image);
    return image;
  }

  #join(known: DocumentImage, entry: ImageEntry, subset: string | null): void {
    this.ledger.warn(`${known.key} speaks of the same image file: their annotations are put together`, entry.key);
    if (subset !== known.subset && subset !== null) {
      this.ledger.warn(`the image is in subset ${known.subset ?? "none"} there and in ${subset} here`, entry.key);
    }
    known.subset ??= subset;
    this.#joints.set(known, [...(this.#joints.get(known) ?? []), known.annotations.length]);
    Object.assign(known, tagsOf([...(known.tags ?? []), ...(entry.tags ?? [])]));
    if (entry.size !== null && known.widthPx === null) {
      known.widthPx = entry.size.widthPx;
      known.heightPx = entry.size.heightPx;
    } else if (
      entry.size !== null &&
      (entry.size.widthPx !== known.widthPx || entry.size.heightPx !== known.heightPx)
    ) {
      this.ledger.warn(
        `the image is ${known.widthPx} x ${known.heightPx} there and ${entry.size.widthPx} x ${entry.size.heightPx} here`,
        entry.key,
      );
    }
  }

  /** Adds the image files that no annotation file mentions, settles what only the whole tells, and closes the ledger. */
  build(format: FormatName, coordinateFrame: AnnotationDocument["coordinateFrame"]): AnnotationDocument {
    for (const path of this.#imagePaths ?? []) {
      if (this.#byMatchedPath.has(path) || this.#contestedPaths.has(path) || this.#maskPaths.has(path)) continue;
      this.ledger.unmentionedImage(path);
      this.#images.push({
        key: path,
        fileName: path,
        matchedPath: path,
        widthPx: null,
        heightPx: null,
        subset: subsetFromPath(path),
        annotations: [],
      });
    }
    const repeated = [...this.#joints].flatMap(([image, joints]) => mergeRepeated(image, joints));
    settleCrowds(this.#images, this.#options.crowds ?? "crowds", this.ledger);
    return {
      format,
      categories: [...this.#categories.values()],
      images: this.#images,
      maskPaths: [...this.#maskPaths],
      ledger: amendLedger(this.ledger.build(), repeated, []),
      coordinateFrame,
    };
  }
}

/** Each tag once, in order of their names. */
function tagsOf(tags: readonly string[] | undefined): { readonly tags?: readonly string[] } {
  const named = (tags ?? []).map((tag) => tag.trim()).filter((tag) => tag !== "");
  return named.length === 0 ? {} : { tags: [...new Set(named)].sort() };
}
