import { MalformedMetadata } from "./TiffReader.ts";

/** Metadata that an HEIF file (AVIF is one) keeps beside its pictures. */
export interface HeifItem {
  /** "Exif", or "mime" for XMP and other text. */
  readonly type: string;
  /** Whether a mime item's text is compressed. */
  readonly isPacked: boolean;
  /** Where its bytes lie in the file; `end` is exclusive. */
  readonly extents: readonly { readonly start: number; readonly end: number }[];
}

interface Box {
  readonly type: string;
  /** Where its content starts and ends in the file. */
  readonly start: number;
  readonly end: number;
}

const IN_FILE = 0;
const IN_ITEM_DATA = 1;

/**
 * The Exif and mime items of an HEIF file: ISO/IEC 14496-12, 8.11 (meta, iinf, iloc, idat). Throws {@link MalformedMetadata} or a
 * RangeError where the boxes cannot be followed.
 */
export function heifItems(file: Buffer): HeifItem[] {
  return boxesIn(file, 0, file.length)
    .filter(({ type }) => type === "meta")
    .flatMap((meta) => itemsOfMeta(file, meta));
}

function itemsOfMeta(file: Buffer, meta: Box): HeifItem[] {
  const boxes = boxesIn(file, meta.start + 4, meta.end);
  const info = boxes.find(({ type }) => type === "iinf");
  const location = boxes.find(({ type }) => type === "iloc");
  if (info === undefined) return [];
  const named = metadataItems(file, info);
  if (named.size === 0) return [];
  if (location === undefined) throw new MalformedMetadata("items without their places");
  const itemData = boxes.find(({ type }) => type === "idat");
  const extentsOf = itemExtents(file, location, itemData);
  return [...named].map(([id, item]) => {
    const extents = extentsOf.get(id);
    if (extents === undefined) throw new MalformedMetadata("an item without its place");
    return { ...item, extents };
  });
}

function metadataItems(file: Buffer, info: Box): Map<number, Omit<HeifItem, "extents">> {
  const countBytes = file.readUInt8(info.start) === 0 ? 2 : 4;
  const items = new Map<number, Omit<HeifItem, "extents">>();
  for (const entry of boxesIn(file, info.start + 4 + countBytes, info.end)) {
    const version = file.readUInt8(entry.start);
    if (entry.type !== "infe" || version < 2) continue;
    const idBytes = version === 2 ? 2 : 4;
    const id = file.readUIntBE(entry.start + 4, idBytes);
    const typeAt = entry.start + 4 + idBytes + 2;
    const type = file.toString("latin1", typeAt, typeAt + 4);
    if (type !== "Exif" && type !== "mime") continue;
    // Behind the type: name, then for mime its content type and encoding, each ended by a zero.
    const [, , encoding = ""] = file.toString("latin1", typeAt + 4, entry.end).split("\0");
    items.set(id, { type, isPacked: type === "mime" && encoding !== "" });
  }
  return items;
}

function itemExtents(
  file: Buffer,
  location: Box,
  itemData: Box | undefined,
): Map<number, HeifItem["extents"][number][]> {
  const version = file.readUInt8(location.start);
  let at = location.start + 4;
  const read = (bytes: number): number => {
    at += bytes;
    if (at > location.end) throw new MalformedMetadata("places beyond their box");
    // Sizes are 0, 4 or 8 bytes; of 8 those beyond 48 bits are beyond any file.
    if (bytes <= 6) return bytes === 0 ? 0 : file.readUIntBE(at - bytes, bytes);
    return file.readUInt32BE(at - 8) * 2 ** 32 + file.readUInt32BE(at - 4);
  };
  const sizes = read(2);
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexBytes = version === 0 ? 0 : sizes & 15;
  const idBytes = version < 2 ? 2 : 4;
  const places = new Map<number, HeifItem["extents"][number][]>();
  for (let left = read(idBytes); left > 0; left -= 1) {
    const id = read(idBytes);
    const method = version === 0 ? IN_FILE : read(2) & 15;
    read(2); // whether in this file; others are not followed by any reader
    const base = read(baseBytes);
    const extents: HeifItem["extents"][number][] = [];
    for (let more = read(2); more > 0; more -= 1) {
      read(indexBytes);
      const offset = base + read(offsetBytes);
      const length = read(lengthBytes);
      const from = method === IN_ITEM_DATA ? itemData?.start : method === IN_FILE ? 0 : undefined;
      const start = (from ?? Number.NaN) + offset;
      extents.push({ start, end: length === 0 ? Number.NaN : start + length });
    }
    places.set(id, extents);
  }
  return places;
}

function boxesIn(file: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= to; ) {
    const stated = file.readUInt32BE(at);
    const bytes = stated === 1 ? Number(file.readBigUInt64BE(at + 8)) : stated === 0 ? to - at : stated;
    const headBytes = stated === 1 ? 16 : 8;
    if (bytes < headBytes || at + bytes > to) throw new MalformedMetadata("a box beyond its file");
    boxes.push({ type: file.toString("latin1", at + 4, at + 8), start: at + headBytes, end: at + bytes });
    at += bytes;
  }
  return boxes;
}
