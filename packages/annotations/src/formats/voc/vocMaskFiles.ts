import { decodePng } from "../png/decodePng.ts";
import { vocPaletteRgb } from "../png/encodePng.ts";
import { indicesOfPng } from "../png/indicesOfPng.ts";
import { FormatError } from "../reading/FormatError.ts";
import type { ReadContext } from "../reading/FormatReader.ts";
import type { VocClasses } from "./vocClasses.ts";
import type { VocFile } from "./vocFile.ts";
import { vocId } from "./vocId.ts";
import { BORDER, type IndexMask, type InstanceMask, instancesOf } from "./vocMasks.ts";

/** The mask files of one image. */
export interface VocMaskFiles {
  readonly objects?: string;
  readonly classes?: string;
}

/** Folders of masks and of pictures drawn from them. */
const MASK_PATH = /(?:^|\/)(Segmentation(?:Object|Class)[^/]*)\/.+$/;

/** Mask files by the image's id; all of them, and the drawings beside them, are kept out of the pictures. */
export function maskFilesById({ imagePaths, document }: ReadContext): Map<string, VocMaskFiles> {
  const masks = new Map<string, VocMaskFiles>();
  let drawings = 0;
  for (const path of imagePaths ?? []) {
    const [, folder] = MASK_PATH.exec(path) ?? [];
    if (folder === undefined) continue;
    document.claimMask(path);
    const kind = /^SegmentationObject(PNG)?$/.test(folder)
      ? "objects"
      : /^SegmentationClass(PNG)?$/.test(folder)
        ? "classes"
        : null;
    const id = vocId(path, folder);
    if (kind === null || !/\.png$/i.test(path)) drawings++;
    else masks.set(id, { ...masks.get(id), [kind]: path });
  }
  if (drawings > 0) {
    document.ledger.warn(
      `${drawings} files in folders of masks are drawings or arrays, and are not imported`,
      "Segmentation",
    );
  }
  return masks;
}

/** The instances that an image's masks hold; none where they cannot be read, which the ledger says. */
export async function readVocMasks(
  { images, document }: ReadContext,
  paths: VocMaskFiles | undefined,
  file: VocFile,
  vocClasses: VocClasses,
): Promise<InstanceMask[]> {
  if (images === null || paths?.objects === undefined) return [];
  const { size } = file;
  try {
    const objects = indexMask(await images.bytes(paths.objects), vocPaletteRgb());
    if (size !== null && (objects.widthPx !== size.widthPx || objects.heightPx !== size.heightPx)) {
      throw new RangeError(
        `it is ${objects.widthPx} x ${objects.heightPx}, its image ${size.widthPx} x ${size.heightPx}`,
      );
    }
    if (paths.classes === undefined) return instancesOf(objects, null);
    const classes = indexMask(await images.bytes(paths.classes), vocClasses.colorsRgb ?? vocPaletteRgb());
    const isOfOneSize = classes.widthPx === objects.widthPx && classes.heightPx === objects.heightPx;
    return instancesOf(objects, isOfOneSize ? classes : null);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof FormatError)) throw error;
    document.ledger.fileDropped(paths.objects, `the mask cannot be read: ${error.message}; boxes are kept`);
    return [];
  }
}

function indexMask(bytes: Uint8Array, colorsRgb: Uint8Array): IndexMask {
  const png = decodePng(bytes);
  const samples = indicesOfPng(png, colorsRgb);
  return { widthPx: png.widthPx, heightPx: png.heightPx, samples, border: png.bitDepth === 16 ? null : BORDER };
}
