import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { BoxXywhPx, DocumentImage, Geometry, PolygonPart } from "../../document/types.ts";
import { checkRing, openRing } from "../../geometry/checkGeometry.ts";
import type { DocumentBuilder } from "../reading/DocumentBuilder.ts";
import { baseName } from "../reading/paths.ts";
import { numberOrNan } from "../reading/records.ts";
import { type ImageSize, settleShape } from "../reading/settleShape.ts";
import type { XmlElement } from "../xml/readXml.ts";
import type { VocFile, VocObject } from "./vocFile.ts";
import type { InstanceMask } from "./vocMasks.ts";

/** Adds an object with its box, and its mask or polygon where one was found. @param base from where its coordinates count. */
export function addVocObject(
  document: DocumentBuilder,
  image: DocumentImage,
  file: VocFile,
  object: VocObject,
  corners: { readonly boxXywhPx: BoxXywhPx; readonly isSwapped: boolean } | null,
  found: { readonly mask: InstanceMask; readonly isByValue: boolean } | null,
  base: 0 | 1,
): void {
  const { place, name, element } = object;
  const notes: LedgerNote[] = [];
  if (name === "") notes.push({ kind: "dropped", reason: "the object has no name" });
  else if (corners === null) {
    const isTurned = element.children.some((child) => child.name === "robndbox");
    const reason = isTurned ? "a turned box (robndbox) is not read" : "bndbox holds no four numbers";
    notes.push({ kind: "dropped", reason });
  }
  if (notes.length > 0 || corners === null) {
    document.ledger.annotation(place, notes);
    return;
  }
  const box = corners.boxXywhPx;
  if (corners.isSwapped) {
    notes.push({ kind: "guessed", reason: "the corners of the box were in the wrong order" });
  }
  if (file.isRepaired && /[&<>]/.test(name)) {
    notes.push({ kind: "guessed", reason: "the name was not escaped: read as it stands between its tags" });
  }
  const parts = element.children.filter((child) => child.name === "part").length;
  if (parts > 0)
    notes.push({
      kind: "clipped",
      reason: `its ${parts === 1 ? "part has a box" : `${parts} parts have boxes`} of their own, which are left out`,
    });
  const cutTo = document.cutTo(sizeOf(image));
  const polygon = found === null ? polygonOf(object, base, notes) : null;
  const box0 = settleShape({ type: "box" }, box, cutTo, notes);
  if (box0 !== null && found !== null && !found.isByValue) {
    notes.push({ kind: "guessed", reason: `mask ${found.mask.value} is taken for its own: it overlaps the box most` });
  }
  document.ledger.annotation(place, notes);
  if (box0 === null) return;
  const outline = polygon === null ? null : settleShape(polygon, box, cutTo, []);
  const geometry: Geometry = found === null ? { type: "box" } : { type: "rle", rle: found.mask.rle };
  const mask = found === null ? null : settleShape(geometry, box, null, []);
  document.addCategory(name, null);
  image.annotations.push({
    key: place,
    categoryName: name,
    geometry: mask?.geometry ?? outline?.geometry ?? box0.geometry,
    // Borders of masks belong to nobody: the file's own box is the object's. A polygon has its own.
    boxXywhPx: outline?.boxXywhPx ?? box0.boxXywhPx,
    areaPx: mask?.areaPx ?? outline?.areaPx ?? box0.areaPx,
    isCrowd: false,
    raw: recordOf(element),
  });
}

/**
 * The outline that Roboflow and supervision write beside the box, `<polygon><x1>…</x1><y1>…</y1><x2>…`; each further one is a part.
 * @returns null where there is none that can be used, which a note says.
 */
function polygonOf({ element }: VocObject, base: 0 | 1, notes: LedgerNote[]): Geometry | null {
  const parts = element.children
    .filter((child) => child.name === "polygon")
    .flatMap((polygon, i): PolygonPart[] => {
      const xy = new Map(polygon.children.map(({ name, text }) => [name, numberOrNan(text)]));
      const ring: number[] = [];
      for (let point = 1; xy.has(`x${point}`) || xy.has(`y${point}`); point++) {
        ring.push((xy.get(`x${point}`) ?? Number.NaN) - base, (xy.get(`y${point}`) ?? Number.NaN) - base);
      }
      const outer = openRing(ring);
      const problem = checkRing(outer);
      if (problem !== null) notes.push({ kind: "clipped", reason: `polygon ${i + 1} is left out: it has ${problem}` });
      return problem === null ? [{ outer, holes: [] }] : [];
    });
  return parts.length === 0 ? null : { type: "polygon", parts };
}

/** An instance that only the masks know. */
export function addLoneMask(
  document: DocumentBuilder,
  image: DocumentImage,
  file: VocFile,
  mask: InstanceMask,
  classNames: readonly string[],
): void {
  const place = `${file.path} mask ${mask.value}`;
  const name = mask.classValue === null ? undefined : classNames[mask.classValue];
  if (name === undefined || name === "") {
    const reason = `mask ${mask.value} has no object in the file, and no class that is known`;
    document.ledger.annotation(place, [{ kind: "dropped", reason }]);
    return;
  }
  const notes: LedgerNote[] = [
    { kind: "guessed", reason: `no object has this mask: its class is read from the class mask` },
  ];
  const shape = settleShape({ type: "rle", rle: mask.rle }, mask.boxXywhPx, null, notes);
  document.ledger.annotation(place, notes);
  if (shape === null) return;
  document.addCategory(name, null);
  const { geometry, boxXywhPx, areaPx } = shape;
  const raw = { maskValue: mask.value, classValue: mask.classValue, file: baseName(file.path) };
  image.annotations.push({ key: place, categoryName: name, geometry, boxXywhPx, areaPx, isCrowd: false, raw });
}

function sizeOf(image: DocumentImage): ImageSize | null {
  return image.widthPx === null || image.heightPx === null
    ? null
    : { widthPx: image.widthPx, heightPx: image.heightPx };
}

/** The element as JSON: text, or its children by name. */
function recordOf(element: XmlElement): unknown {
  if (element.children.length === 0) return element.text;
  const record: Record<string, unknown> = {};
  for (const child of element.children) {
    const value = recordOf(child);
    record[child.name] = Object.hasOwn(record, child.name) ? [record[child.name], value].flat() : value;
  }
  return record;
}
