import { crc32 } from "node:zlib";
import { stripExifLocation } from "./stripExifLocation.ts";

const SIGNATURE_BYTES = 8;
/** Text chunks that tools put whole Exif and XMP blocks in; compressed ones cannot be searched cheaply, so they go by their name. */
const metadataText = /^(XML:com\.adobe\.xmp|Raw profile type (exif|APP1|xmp|iptc))\0/;

/** A PNG without the place it was taken at; the pixels' chunks are copied byte for byte. The same buffer when there was none. */
export function stripPngLocation(png: Buffer): Buffer {
  const pieces: Buffer[] = [png.subarray(0, SIGNATURE_BYTES)];
  let changed = false;
  let at = SIGNATURE_BYTES;
  while (at + 12 <= png.length) {
    const end = at + 12 + png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + 8);
    const chunk = png.subarray(at, end);
    const data = chunk.subarray(8, -4);
    let kept = chunk;
    if (type === "eXIf") {
      const cleaned = stripExifLocation(data);
      if (cleaned !== null) {
        kept = pngChunk(type, cleaned);
        changed = true;
      }
    } else if (
      (type === "iTXt" || type === "zTXt" || type === "tEXt") &&
      metadataText.test(data.toString("latin1", 0, 100))
    ) {
      kept = Buffer.alloc(0);
      changed = true;
    }
    pieces.push(kept);
    at = end;
    if (type === "IEND") {
      break;
    }
  }
  return changed ? Buffer.concat(pieces) : png;
}

function pngChunk(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, "latin1");
  data.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}
