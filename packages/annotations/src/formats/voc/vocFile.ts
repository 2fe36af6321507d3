import { FormatError } from "../reading/FormatError.ts";
import { finiteNumber, positiveSize } from "../reading/records.ts";
import type { ImageSize } from "../reading/settleShape.ts";
import { childOf, readXml, textOf, type XmlElement } from "../xml/readXml.ts";

export interface VocObject {
  /** `FILE object[3]`. */
  readonly place: string;
  readonly name: string;
  /** As written; null where the element is missing or holds no four numbers. */
  readonly corners: {
    readonly xmin: number;
    readonly ymin: number;
    readonly xmax: number;
    readonly ymax: number;
  } | null;
  readonly element: XmlElement;
}

export interface VocFile {
  readonly path: string;
  readonly fileName: string;
  readonly size: ImageSize | null;
  readonly objects: readonly VocObject[];
  /** Whether names had to be escaped before the file could be read: makesense writes them as they are. */
  readonly isRepaired: boolean;
  /** Whether folder or source say that this is the devkit's own data, which counts pixels from 1. */
  readonly isDevkit: boolean;
}

const ROOT: ReadonlySet<string> = new Set(["annotation"]);
const UNESCAPED_TEXT = /<(name|filename|path|folder)>([^\n\r]*?)<\/\1>/g;

/** @throws FormatError when the text is no VOC XML, also after names were escaped. */
export function readVocFile(path: string, text: string): VocFile {
  try {
    return vocFileOf(path, text, false);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const repaired = text.replace(
      UNESCAPED_TEXT,
      (_, tag: string, content: string) =>
        `<${tag}>${content.replace(/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/gi, "&amp;").replaceAll("<", "&lt;")}</${tag}>`,
    );
    if (repaired === text) throw error;
    try {
      return vocFileOf(path, repaired, true);
    } catch (again) {
      throw again instanceof FormatError ? error : again;
    }
  }
}

function vocFileOf(path: string, text: string, isRepaired: boolean): VocFile {
  let root: XmlElement | undefined;
  readXml(path, text, ROOT, (element) => {
    root = element;
  });
  if (root === undefined)
    throw new FormatError(path, "there is no <annotation> in the file", "Export it again as Pascal VOC");
  const size = childOf(root, "size");
  const widthPx = positiveSize(textOf(size, "width"));
  const heightPx = positiveSize(textOf(size, "height"));
  return {
    path,
    fileName: textOf(root, "filename"),
    size: widthPx === null || heightPx === null ? null : { widthPx, heightPx },
    objects: root.children
      .filter((child) => child.name === "object")
      .map((element, i) => ({
        place: `${path} object[${i}]`,
        name: textOf(element, "name"),
        corners: cornersOf(childOf(element, "bndbox")),
        element,
      })),
    isRepaired,
    isDevkit:
      /^VOC20\d\d$/i.test(textOf(root, "folder")) && /VOC20\d\d/i.test(textOf(childOf(root, "source"), "database")),
  };
}

function cornersOf(box: XmlElement | undefined): VocObject["corners"] {
  const [xmin, ymin, xmax, ymax] = ["xmin", "ymin", "xmax", "ymax"].map((name) => finiteNumber(textOf(box, name)));
  if (xmin == null || ymin == null || xmax == null || ymax == null) return null;
  return { xmin, ymin, xmax, ymax };
}
