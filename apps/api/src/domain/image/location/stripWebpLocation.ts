import { stripExifLocation } from "./stripExifLocation.ts";

const HEADER_BYTES = 12;
const EXIF_PREFIX = Buffer.from("Exif\0\0", "latin1");
/** VP8X flag that says an XMP chunk follows. */
const XMP_FLAG = 0x04;

/** A WebP without the place it was taken at; the picture's chunks are copied byte for byte. The same buffer when there was none. */
export function stripWebpLocation(webp: Buffer): Buffer {
  const chunks: Buffer[] = [];
  let changed = false;
  let droppedXmp = false;
  let at = HEADER_BYTES;
  const riffEnd = Math.min(webp.length, 8 + webp.readUInt32LE(4));
  while (at + 8 <= riffEnd) {
    const type = webp.toString("latin1", at, at + 4);
    const size = webp.readUInt32LE(at + 4);
    const end = Math.min(webp.length, at + 8 + size + (size % 2));
    const data = webp.subarray(at + 8, at + 8 + size);
    let kept = webp.subarray(at, end);
    if (type === "EXIF") {
      // Some writers put the JPEG prefix before the block.
      const prefix = data.subarray(0, 6).equals(EXIF_PREFIX) ? EXIF_PREFIX : Buffer.alloc(0);
      const cleaned = stripExifLocation(data.subarray(prefix.length));
      if (cleaned !== null) {
        kept = riffChunk(type, Buffer.concat([prefix, cleaned]));
        changed = true;
      }
    } else if (type === "XMP " && data.includes("GPS")) {
      kept = Buffer.alloc(0);
      droppedXmp = true;
      changed = true;
    }
    chunks.push(kept);
    at = end;
  }
  if (!changed) {
    return webp;
  }
  const body = Buffer.concat(chunks);
  if (droppedXmp && body.toString("latin1", 0, 4) === "VP8X") {
    body[8] = (body[8] ?? 0) & ~XMP_FLAG;
  }
  const header = Buffer.alloc(HEADER_BYTES);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(4 + body.length, 4);
  header.write("WEBP", 8, "latin1");
  return Buffer.concat([header, body]);
}

function riffChunk(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(8 + data.length + (data.length % 2));
  chunk.write(type, 0, "latin1");
  chunk.writeUInt32LE(data.length, 4);
  data.copy(chunk, 8);
  return chunk;
}
