import {
  type AnnotationDocument,
  detectFormat,
  type FormatName,
  isAnnotationPath,
  isImagePath,
  parseAnnotations,
  type ReaderOptions,
  type SourceFile,
  statedFormat,
} from "@maskyard/annotations";
import { imageFiles } from "./imageFiles.ts";
import type { SourceTree } from "./SourceTree.ts";
import { settleOnImages } from "./settleOnImages.ts";

export interface ReadRequest {
  /** What the source is; undefined to find it out. */
  readonly from: FormatName | undefined;
  readonly reader: ReaderOptions;
  /** Keeps annotations of images that are not there. */
  readonly annotationsOnly: boolean;
}

/** The document, its shapes as they lie on the upright images where these are there. */
export async function readTree(tree: SourceTree, options: ReadRequest): Promise<AnnotationDocument> {
  const imagePaths = tree.paths.filter(isImagePath);
  const files = textFiles(tree);
  const stated = statedFormat(options.from, options.reader);
  const format = stated ?? (await detectFormat(files, imagePaths)).format;
  const isWithoutImages = tree.isSingleFile || imagePaths.length === 0;
  const areImagesIgnored = options.annotationsOnly && !NEEDS_IMAGES.has(format);
  const images = imageFiles(tree.read);
  const document = await parseAnnotations({
    files,
    imagePaths: isWithoutImages || areImagesIgnored ? null : imagePaths,
    ...(isWithoutImages ? {} : { images }),
    ...(stated === undefined ? {} : { format }),
    reader: options.reader,
    areSettledOnPictures: true,
  });
  return settleOnImages(document, tree.read, options.reader);
}

/** Formats whose coordinates are fractions of the image, or whose shapes may be images. */
const NEEDS_IMAGES: ReadonlySet<FormatName> = new Set<FormatName>(["yolo", "yolo-seg", "voc", "masks"]);

export function textFiles(tree: SourceTree): SourceFile[] {
  return tree.paths.filter(isAnnotationPath).map((path) => tree.textFile(path));
}
