import { stripExifLocation } from "./stripExifLocation.ts";

const EXIF_HEADER = Buffer.from("Exif\0\0", "latin1");
const XMP_HEADER = Buffer.from("http://ns.adobe.com/xap/1.0/\0", "latin1");
const XMP_EXTENSION_HEADER = Buffer.from("http://ns.adobe.com/xmp/extension/\0", "latin1");
const IPTC_HEADER = Buffer.from("Photoshop 3.0\0", "latin1");

const APP1 = 0xe1;
const APP2 = 0xe2;
const APP13 = 0xed;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

/**
 * A JPEG without the place it was taken at: GPS is taken out of Exif, and metadata that can repeat it (XMP, IPTC, second
 * pictures behind the first) goes where Exif had a GPS or XMP names one. The picture's own data are copied byte for byte.
 * Returns the same buffer when there was nothing to take out.
 */
export function stripJpegLocation(jpeg: Buffer): Buffer {
  const pieces: Buffer[] = [jpeg.subarray(0, 2)];
  let changed = false;
  let hadLocation = false;
  const repeating: number[] = [];
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff) {
    const marker = jpeg[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1; // fill byte
      continue;
    }
    if (marker === START_OF_SCAN || marker === END_OF_IMAGE) {
      break;
    }
    const hasNoLength = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
    const end = hasNoLength ? at + 2 : Math.min(jpeg.length, at + 2 + jpeg.readUInt16BE(at + 2));
    const segment = jpeg.subarray(at, end);
    const body = segment.subarray(4);
    let kept: Buffer = segment;
    if (marker === APP1 && body.subarray(0, 6).equals(EXIF_HEADER)) {
      const cleaned = stripExifLocation(body.subarray(6));
      if (cleaned !== null) {
        kept = exifSegment(cleaned);
        hadLocation = true;
        changed = true;
      }
    } else if (isXmp(marker, body)) {
      hadLocation ||= body.includes("GPS");
      repeating.push(pieces.length);
    } else if (
      (marker === APP13 && startsWith(body, IPTC_HEADER)) ||
      (marker === APP2 && startsWith(body, Buffer.from("MPF\0")))
    ) {
      repeating.push(pieces.length);
    }
    pieces.push(kept);
    at = end;
  }
  if (!hadLocation) {
    return jpeg;
  }
  for (const index of repeating) {
    pieces[index] = Buffer.alloc(0);
    changed = true;
  }
  const picture = jpeg.subarray(at, endOfPicture(jpeg, at));
  return changed ? Buffer.concat([...pieces, picture]) : jpeg;
}

function isXmp(marker: number, body: Buffer): boolean {
  return marker === APP1 && (startsWith(body, XMP_HEADER) || startsWith(body, XMP_EXTENSION_HEADER));
}

function startsWith(body: Buffer, header: Buffer): boolean {
  return body.subarray(0, header.length).equals(header);
}

function exifSegment(tiff: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xff00 | APP1, 0);
  head.writeUInt16BE(2 + EXIF_HEADER.length + tiff.length, 2);
  return Buffer.concat([head, EXIF_HEADER, tiff]);
}

/** Just behind the end marker of the picture whose first scan starts at `at`; the file's end where there is none. */
function endOfPicture(jpeg: Buffer, at: number): number {
  let position = at;
  while (position + 1 < jpeg.length) {
    position = jpeg.indexOf(0xff, position);
    if (position < 0) {
      return jpeg.length;
    }
    const marker = jpeg[position + 1] ?? 0;
    if (marker === END_OF_IMAGE) {
      return position + 2;
    }
    const isData = marker === 0x00 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7);
    if (isData || position + 4 > jpeg.length) {
      position += marker === 0xff ? 1 : 2;
    } else {
      // A table or the next scan's header between scans of a progressive picture: what it holds is no marker.
      position += 2 + jpeg.readUInt16BE(position + 2);
    }
  }
  return jpeg.length;
}
