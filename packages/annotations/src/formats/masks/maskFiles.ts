import { stemOf } from "../reading/paths.ts";

/** A mask image, and which picture it is of. */
export interface MaskFile {
  readonly path: string;
  /**
   * `instance`: one object; `objects`: a number an object; `classes`: a number a class, beside `objects`; `whole`: numbers of which the rest
   * of the import tells what they are.
   */
  readonly kind: "instance" | "objects" | "classes" | "whole";
  /** A path whose stem and folders are those of the picture. */
  readonly pictureLike: string;
}

const MASK_PATH = /^(.*\/)?(masks?|instance_masks?|SegmentationObject(?:PNG)?|SegmentationClass(?:PNG)?)\/(.+)\.png$/i;

/**
 * Tells masks from pictures by their folders: `masks/a.png` and `SegmentationObject/a.png` belong to a.jpg, and so does every file of
 * `masks/a/`. A folder of that name whose files belong to no picture holds pictures.
 */
export function maskFilesOf(imagePaths: readonly string[]): MaskFile[] {
  const candidates = imagePaths.filter((path) => MASK_PATH.test(path));
  if (candidates.length === 0) return [];
  const inMasks = new Set(candidates);
  const pictures = imagePaths.filter((path) => !inMasks.has(path));
  const stems = new Set(pictures.map((path) => stemLike(stemOf(path))));
  return candidates.flatMap((path): MaskFile[] => {
    const [, before = "", folder = "", below = ""] = MASK_PATH.exec(path) ?? [];
    const segments = below.split("/");
    const kind = /^SegmentationObject/i.test(folder)
      ? "objects"
      : /^SegmentationClass/i.test(folder)
        ? "classes"
        : "whole";
    if (stems.has(stemLike(segments.at(-1) ?? ""))) return [{ path, kind, pictureLike: path }];
    const above = segments.slice(0, -1);
    if (above.length > 0 && stems.has(stemLike(above.at(-1) ?? ""))) {
      return [{ path, kind: "instance", pictureLike: `${before}${folder}/${above.join("/")}.png` }];
    }
    // <id>/images/<id>.png and <id>/masks/*.png, as nuclei were given away.
    const id = before.split("/").at(-2) ?? "";
    return stems.has(stemLike(id)) ? [{ path, kind: "instance", pictureLike: `${before}masks/${id}.png` }] : [];
  });
}

function stemLike(name: string): string {
  return name.normalize("NFC").toLowerCase();
}
