/** Bits of a word less one, as the header says them; a word is a byte. */
const WORD_BITS = 8;
/** A run's length less one is written in the fewest of these bits that hold it. */
const RUN_BITS = [3, 4, 8, 16] as const;
const RUN_MAX = 2 ** 16;
/** Red, green, blue and alpha: a painted pixel is 255 in all four. */
const CHANNELS = 4;

/** Collects bits, the highest of each byte first. */
class BitWriter {
  readonly bytes: number[] = [];
  #byte = 0;
  #filled = 0;

  write(value: number, bits: number): void {
    for (let bit = bits - 1; bit >= 0; bit--) {
      this.#byte = this.#byte * 2 + (Math.floor(value / 2 ** bit) & 1);
      if (++this.#filled < 8) continue;
      this.bytes.push(this.#byte);
      this.#byte = 0;
      this.#filled = 0;
    }
  }

  /** Zeros to a whole byte, and a whole byte of zeros where none was begun: what label_studio_sdk does. */
  end(): readonly number[] {
    this.write(0, 8 - this.#filled);
    return this.bytes;
  }
}

/**
 * A mask as Label Studio's brush: the inverse of maskFromBrushRle, byte for byte what `mask2rle` of
 * label_studio_sdk/converter/brush.py writes for a mask of 0 and 255.
 * @param maskRowMajor pixel (y, x) at `y * widthPx + x`; 0 is not painted.
 */
export function brushRleFromMask(maskRowMajor: ArrayLike<number>): readonly number[] {
  const out = new BitWriter();
  const pixels = maskRowMajor.length;
  out.write(pixels * CHANNELS, 32);
  out.write(WORD_BITS - 1, 5);
  for (const bits of RUN_BITS) out.write(bits - 1, 4);
  for (let start = 0; start < pixels; ) {
    const isPainted = maskRowMajor[start] !== 0;
    let end = start + 1;
    while (end < pixels && (maskRowMajor[end] !== 0) === isPainted) end++;
    for (let left = (end - start) * CHANNELS; left > 0; left -= RUN_MAX) {
      const length = Math.min(left, RUN_MAX) - 1;
      const size = RUN_BITS.findIndex((bits) => length < 2 ** bits);
      out.write(1, 1);
      out.write(size, 2);
      out.write(length, RUN_BITS[size] as number);
      out.write(isPainted ? 255 : 0, WORD_BITS);
    }
    start = end;
  }
  return out.end();
}
