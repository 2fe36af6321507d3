import { LocationNotRemovable } from "./LocationNotRemovable.ts";
import { isUnfollowable, removeGpsDirectory } from "./stripExifLocation.ts";
import { TiffReader } from "./TiffReader.ts";

/** GeoTIFF (OGC 19-008r4, 7): where on earth the pixels lie. */
const GEO_TAGS = [33_550, 33_922, 34_264, 34_735, 34_736, 34_737];
const XMP_TAG = 700;
/** IPTC and Photoshop blocks name places too; they go where anything else told one. */
const REPEATING_TAGS = [33_723, 34_377];
const PAGES_MAX = 10_000;

/**
 * A TIFF without the place it was taken at or shows, on any of its pages: the values are overwritten with zeros and their entries
 * closed up, so strips and tiles stay where they are. Returns the same buffer when there was nothing to take out.
 * Throws {@link LocationNotRemovable}.
 */
export function stripTiffLocation(tiff: Buffer): Buffer {
  const cleaned = Buffer.from(tiff);
  try {
    return removePlaces(new TiffReader(cleaned)) ? cleaned : tiff;
  } catch (error) {
    throw isUnfollowable(error) ? new LocationNotRemovable() : error;
  }
}

function removePlaces(reader: TiffReader): boolean {
  const pages = new Set<number>();
  for (let page = reader.firstDirectory(); page !== 0; page = reader.nextDirectory(page)) {
    if (pages.has(page) || pages.size === PAGES_MAX) throw new LocationNotRemovable();
    pages.add(page);
  }
  let found = false;
  for (const page of pages) {
    found = removeGpsDirectory(reader, page) || found;
    for (const tag of [...GEO_TAGS, XMP_TAG]) {
      const entry = reader.entries(page).find((one) => one.tag === tag);
      if (entry === undefined || (tag === XMP_TAG && !reader.values(entry).includes("GPS"))) continue;
      reader.remove(page, tag);
      found = true;
    }
  }
  if (found) {
    for (const page of pages) {
      for (const { tag } of reader.entries(page)) {
        if (REPEATING_TAGS.includes(tag)) reader.remove(page, tag);
      }
    }
  }
  return found;
}
