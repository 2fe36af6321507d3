/** Reads bits, the highest of each byte first. */
class BitReader {
  #position = 0;
  readonly #bytes: ArrayLike<number>;

  constructor(bytes: ArrayLike<number>) {
    this.#bytes = bytes;
  }

  read(bits: number): number {
    let value = 0;
    for (let i = 0; i < bits; i++, this.#position++) {
      const byte = this.#bytes[this.#position >> 3];
      if (byte === undefined) throw new RangeError("the brush's run lengths end too early");
      value = value * 2 + ((byte >> (7 - (this.#position & 7))) & 1);
    }
    return value;
  }
}

/**
 * Label Studio's brush: run lengths of the bytes red, green, blue, alpha of each pixel, row by row, in bits (the scheme of
 * @thi.ng/rle-pack; label_studio_sdk/converter/brush.py). Alpha is the mask.
 *
 * @param rle the bytes.
 * @returns heightPx * widthPx values of 0 and 1, pixel (y, x) at `y * widthPx + x`.
 * @throws RangeError when the bytes are not of an image of this size.
 */
export function maskFromBrushRle(rle: ArrayLike<number>, heightPx: number, widthPx: number): Uint8Array {
  const input = new BitReader(rle);
  const count = input.read(32);
  if (count !== heightPx * widthPx * 4) {
    throw new RangeError(`the brush covers ${count / 4} pixels, its image has ${widthPx} x ${heightPx}`);
  }
  const wordBits = input.read(5) + 1;
  const runBits = [input.read(4) + 1, input.read(4) + 1, input.read(4) + 1, input.read(4) + 1];
  const mask = new Uint8Array(heightPx * widthPx);
  for (let i = 0; i < count; ) {
    const isRun = input.read(1) === 1;
    const end = i + 1 + input.read(runBits[input.read(2)] as number);
    if (end > count) throw new RangeError("a run of the brush goes beyond its image");
    if (isRun) {
      const value = input.read(wordBits);
      // Alpha is the fourth byte of each pixel.
      if (value !== 0) for (let alpha = i + ((7 - (i % 4)) % 4); alpha < end; alpha += 4) mask[alpha >> 2] = 1;
      i = end;
    } else {
      for (; i < end; i++) if (input.read(wordBits) !== 0 && i % 4 === 3) mask[i >> 2] = 1;
    }
  }
  return mask;
}
