import { zlibSync } from "fflate";

const CRC_OF_BYTE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc >>> 0;
});

/**
 * Writes a PNG of 8-bit palette indices; without a palette of grey values. The same input always gives the same bytes.
 * @param samples pixel (y, x) at `y * widthPx + x`.
 * @param paletteRgb red, green, blue of each index.
 */
export function encodePng(
  samples: Uint8Array,
  heightPx: number,
  widthPx: number,
  paletteRgb: Uint8Array | null,
): Uint8Array {
  if (samples.length !== heightPx * widthPx) {
    throw new RangeError(`encodePng: expected ${heightPx} x ${widthPx} samples, got ${samples.length}`);
  }
  const rows = new Uint8Array((widthPx + 1) * heightPx);
  for (let y = 0; y < heightPx; y++) rows.set(samples.subarray(y * widthPx, (y + 1) * widthPx), y * (widthPx + 1) + 1);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, widthPx);
  view.setUint32(4, heightPx);
  header[8] = 8;
  header[9] = paletteRgb === null ? 0 : 3;
  const chunks = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", header),
    ...(paletteRgb === null ? [] : [chunk("PLTE", paletteRgb)]),
    chunk("IDAT", zlibSync(rows, { level: 6 })),
    chunk("IEND", new Uint8Array(0)),
  ];
  const png = new Uint8Array(chunks.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of chunks) {
    png.set(one, at);
    at += one.length;
  }
  return png;
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, body.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(body, 8);
  view.setUint32(8 + body.length, crc32(bytes.subarray(4, 8 + body.length)));
  return bytes;
}

/** The checksum of ISO 3309, as PNG uses it. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_OF_BYTE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** The palette of Pascal VOC: bits of the index spread over red, green and blue from the highest bit down. */
export function vocPaletteRgb(): Uint8Array {
  const palette = new Uint8Array(256 * 3);
  for (let index = 0; index < 256; index++) {
    for (let bit = 0, rest = index; bit < 8; bit++, rest >>= 3) {
      for (let c = 0; c < 3; c++)
        palette[3 * index + c] = (palette[3 * index + c] as number) | (((rest >> c) & 1) << (7 - bit));
    }
  }
  return palette;
}
