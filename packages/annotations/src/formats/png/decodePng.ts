import { unzlibSync } from "fflate";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const CHANNELS_OF_COLOUR_TYPE: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Larger masks are refused before anything is unpacked. */
const PIXELS_MAX = 1 << 28;

export interface PngSamples {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 1 grey or palette index, 2 grey and alpha, 3 colour, 4 colour and alpha. */
  readonly channels: number;
  /** Of a sample: 1, 2, 4, 8 or 16. */
  readonly bitDepth: number;
  /** Channel c of pixel (y, x) at `(y * widthPx + x) * channels + c`, as stored: 0 to 2^bits - 1. */
  readonly samples: Uint8Array | Uint16Array;
  /** Red, green, blue of each index; null where the PNG has no palette. */
  readonly paletteRgb: Uint8Array | null;
}

/**
 * Reads a PNG (ISO/IEC 15948) as the numbers it stores: grey, palette or colour, 1 to 16 bits a sample, not interlaced.
 * Palette indices stay indices.
 * @throws RangeError when the bytes are no such PNG.
 */
export function decodePng(bytes: Uint8Array): PngSamples {
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) throw new RangeError("the bytes are no PNG");
  const header = readChunks(bytes);
  const { widthPx, heightPx, bitDepth, channels, paletteRgb } = header;
  const bytesPerPixel = Math.max(1, (channels * bitDepth) >> 3);
  const rowBytes = Math.ceil((widthPx * channels * bitDepth) / 8);
  const rows = new Uint8Array((rowBytes + 1) * heightPx);
  let written: number;
  try {
    written = unzlibSync(header.data, { out: rows }).length;
  } catch (error) {
    throw new RangeError(`the PNG's pixels do not unpack (${error instanceof Error ? error.message : String(error)})`);
  }
  if (written < rows.length) throw new RangeError("the PNG's pixels are cut off");
  unfilter(rows, rowBytes, heightPx, bytesPerPixel);
  const rowSamples = widthPx * channels;
  const samples = bitDepth === 16 ? new Uint16Array(rowSamples * heightPx) : new Uint8Array(rowSamples * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const row = rows.subarray(y * (rowBytes + 1) + 1, (y + 1) * (rowBytes + 1));
    if (bitDepth === 8) samples.set(row, y * rowSamples);
    else for (let i = 0; i < rowSamples; i++) samples[y * rowSamples + i] = sampleAt(row, i, bitDepth);
  }
  return { widthPx, heightPx, channels, bitDepth, samples, paletteRgb };
}

interface PngHeader {
  widthPx: number;
  heightPx: number;
  bitDepth: number;
  channels: number;
  paletteRgb: Uint8Array | null;
  data: Uint8Array;
}

type PngSize = Omit<PngHeader, "data" | "paletteRgb">;

function readChunks(bytes: Uint8Array): PngHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data: Uint8Array[] = [];
  let paletteRgb: Uint8Array | null = null;
  let header: PngSize | null = null;
  for (let at = SIGNATURE.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (body.length < length) throw new RangeError("the PNG is cut off");
    if (type === "IHDR" && length >= 13) header = readHeader(view, at + 8);
    if (type === "PLTE") paletteRgb = body;
    if (type === "IDAT") data.push(body);
    if (type === "IEND") break;
    at += 12 + length;
  }
  if (header === null) throw new RangeError("the PNG has no header");
  const joined = new Uint8Array(data.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of data) {
    joined.set(part, offset);
    offset += part.length;
  }
  return { ...header, paletteRgb, data: joined };
}

function readHeader(view: DataView, at: number): PngSize {
  const widthPx = view.getUint32(at);
  const heightPx = view.getUint32(at + 4);
  const bitDepth = view.getUint8(at + 8);
  const colourType = view.getUint8(at + 9);
  const channels = CHANNELS_OF_COLOUR_TYPE[colourType];
  if (widthPx === 0 || heightPx === 0 || widthPx * heightPx > PIXELS_MAX) {
    throw new RangeError(`the PNG is ${widthPx} x ${heightPx} pixels`);
  }
  if (channels === undefined || ![1, 2, 4, 8, 16].includes(bitDepth)) {
    throw new RangeError(`the PNG has colour type ${colourType} with ${bitDepth} bits`);
  }
  if (view.getUint8(at + 12) !== 0) throw new RangeError("the PNG is interlaced, which is not read");
  return { widthPx, heightPx, bitDepth, channels };
}

/** Undoes the five row filters in place. */
function unfilter(rows: Uint8Array, rowBytes: number, heightPx: number, bytesPerPixel: number): void {
  const above = new Uint8Array(rowBytes);
  for (let y = 0; y < heightPx; y++) {
    const filter = rows[y * (rowBytes + 1)] as number;
    const row = rows.subarray(y * (rowBytes + 1) + 1, (y + 1) * (rowBytes + 1));
    if (filter > 4) throw new RangeError(`the PNG's row ${y} has the unknown filter ${filter}`);
    for (let i = 0; i < rowBytes; i++) {
      const left = i >= bytesPerPixel ? (row[i - bytesPerPixel] as number) : 0;
      const up = above[i] as number;
      const upLeft = i >= bytesPerPixel ? (above[i - bytesPerPixel] as number) : 0;
      const prediction =
        filter === 1
          ? left
          : filter === 2
            ? up
            : filter === 3
              ? (left + up) >> 1
              : filter === 4
                ? paeth(left, up, upLeft)
                : 0;
      row[i] = (row[i] as number) + prediction;
    }
    above.set(row);
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}

function sampleAt(row: Uint8Array, sample: number, bitDepth: number): number {
  if (bitDepth === 16) return ((row[2 * sample] as number) << 8) | (row[2 * sample + 1] as number);
  const bit = sample * bitDepth;
  const shift = 8 - bitDepth - (bit % 8);
  return ((row[bit >> 3] as number) >> shift) & ((1 << bitDepth) - 1);
}
