import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { DocumentImage } from "../../document/types.ts";
import type { DocumentBuilder, ImageEntry } from "../reading/DocumentBuilder.ts";
import { FormatError } from "../reading/FormatError.ts";
import { claimsByPath, oneClaimOnly } from "../reading/imageClaims.ts";
import { isRecord, type JsonRecord, positiveSize, wordsOf } from "../reading/records.ts";
import type { ImageSize } from "../reading/settleShape.ts";
import { type CocoFile, cocoId } from "./cocoFile.ts";
import { shapeFromCoco } from "./cocoShape.ts";

/**
 * Adds the records of one COCO instances file to the document. Ids may be 0, huge, with gaps or text; categories of one name are
 * one category; several files (one a subset) may follow each other.
 * @param annotationsPlace where the annotations are listed, so that `${annotationsPlace}[3]` is the fourth.
 * @throws FormatError when the file as a whole cannot be read.
 */
export function parseCoco(path: string, file: CocoFile, annotationsPlace: string, document: DocumentBuilder): void {
  const categoryNames = readCategories(path, file.categories, document);
  const images = readImages(path, file, document);

  const areasWrong: string[] = [];
  file.annotations.forEach((record, i) => {
    const place = `${annotationsPlace}[${i}]`;
    const owner = ownerOf(record, images, categoryNames);
    // Annotations of images left out are counted with their image.
    if (owner === "left out") return;
    if (typeof owner === "string") {
      document.ledger.annotation(place, [{ kind: "dropped", reason: owner }]);
      return;
    }
    const notes: LedgerNote[] = [];
    const size = sizeOf(owner.image);
    const shape = shapeFromCoco(owner.record, size, document.cutTo(size), notes);
    document.ledger.annotation(place, notes);
    if (shape === null) return;
    if (shape.isAreaWrong) areasWrong.push(place);
    owner.image.annotations.push({
      key: place,
      categoryName: owner.categoryName,
      geometry: shape.geometry,
      boxXywhPx: shape.boxXywhPx,
      areaPx: shape.areaPx,
      isCrowd: owner.record.iscrowd === 1 || owner.record.iscrowd === true,
      raw: owner.record,
    });
  });
  const [first] = areasWrong;
  if (first !== undefined) {
    const count = areasWrong.length;
    document.ledger.warn(
      `the area of ${count === 1 ? "one annotation" : `${count} annotations`} is not that of the shape (some tools write the box's): it is measured`,
      first,
    );
  }
}

/** @returns the image and category an annotation belongs to, or why it has none. */
function ownerOf(
  record: unknown,
  images: ReadonlyMap<string, DocumentImage | "left out">,
  categoryNames: ReadonlyMap<string, string>,
): { image: DocumentImage; categoryName: string; record: JsonRecord } | string {
  if (!isRecord(record)) return "the record is not an object";
  const imageId = cocoId(record.image_id);
  const image = imageId === null ? undefined : images.get(imageId);
  if (image === "left out") return image;
  if (image === undefined) return `image_id ${wordsOf(record.image_id)} is in no image of the file`;
  if (record.category_id === undefined && typeof record.caption === "string") return "a caption is no object";
  const categoryId = cocoId(record.category_id);
  if (categoryId === null) return "it has no category_id: no class was chosen for it";
  const categoryName = categoryNames.get(categoryId);
  if (categoryName === undefined) return `category_id ${categoryId} is in no category of the file`;
  return { image, categoryName, record };
}

function sizeOf(image: DocumentImage): ImageSize | null {
  return image.widthPx === null || image.heightPx === null
    ? null
    : { widthPx: image.widthPx, heightPx: image.heightPx };
}

/** @returns category names by id. */
function readCategories(path: string, records: readonly unknown[], document: DocumentBuilder): Map<string, string> {
  const names = new Map<string, string>();
  const idsOfName = new Map<string, string[]>();
  records.forEach((record, i) => {
    const place = `${path} categories[${i}]`;
    const id = isRecord(record) ? cocoId(record.id) : null;
    if (!isRecord(record) || id === null) {
      document.ledger.warn("a category without an id is left out", place);
      return;
    }
    let name = typeof record.name === "string" ? record.name.trim() : "";
    if (name === "") {
      name = `category ${id}`;
      document.ledger.warn(`the category has no name: it is called "${name}"`, place);
    }
    const known = names.get(id);
    if (known !== undefined && known !== name) {
      throw new FormatError(place, `id ${id} is both "${known}" and "${name}"`, "Give every category its own id");
    }
    names.set(id, name);
    idsOfName.set(name, [...(idsOfName.get(name) ?? []), id]);
  });
  for (const [name, ids] of idsOfName) {
    document.addCategory(name, ids.join(","));
    if (ids.length > 1) {
      document.ledger.warn(
        `ids ${ids.join(" and ")} are both called "${name}": they become one category`,
        `${path} categories`,
      );
    }
  }
  return names;
}

/** @returns the document's images by COCO id; those left out are marked, and their annotations already counted. */
function readImages(path: string, file: CocoFile, document: DocumentBuilder): Map<string, DocumentImage | "left out"> {
  const entries = new Map<string, ImageEntry>();
  file.images.forEach((record, i) => {
    const key = `${path} images[${i}]`;
    const id = isRecord(record) ? cocoId(record.id) : null;
    if (!isRecord(record) || id === null) {
      document.ledger.warn("an image without an id is left out", key);
      return;
    }
    const widthPx = positiveSize(record.width);
    const heightPx = positiveSize(record.height);
    const fileName = fileNameOf(record);
    const size = widthPx === null || heightPx === null ? null : { widthPx, heightPx };
    const known = entries.get(id);
    if (known === undefined) entries.set(id, { key, fileName, size, fromFile: path });
    else if (known.fileName === fileName) document.ledger.warn(`the image is listed before as ${known.key}`, key);
    else {
      throw new FormatError(
        key,
        `id ${id} stands for both ${known.fileName} and ${fileName}`,
        "Give every image its own id, for example by exporting each set to a file of its own",
      );
    }
  });

  const matches = new Map([...entries].map(([id, entry]) => [id, document.match(entry)] as const));
  const claims = claimsByPath(matches.values());
  const annotationCounts = countByImage(file.annotations);
  const images = new Map<string, DocumentImage | "left out">();
  for (const [id, entry] of entries) {
    const match = oneClaimOnly(matches.get(id) ?? null, claims);
    if (match === null || match.kind === "matched") {
      images.set(id, document.addImage(entry, match));
    } else {
      document.skipImage(entry, match, annotationCounts.get(id) ?? 0);
      images.set(id, "left out");
    }
  }
  return images;
}

/** LVIS names its images by their addresses alone. */
function fileNameOf({ file_name: name, coco_url: address }: JsonRecord): string {
  if (typeof name === "string" && name !== "") return name;
  return typeof address === "string" ? address : "";
}

function countByImage(annotations: readonly unknown[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const record of annotations) {
    const id = isRecord(record) ? cocoId(record.image_id) : null;
    if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
