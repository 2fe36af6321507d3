/** Rings of more toggles cross themselves so often that most of these cancel each other. */
const LISTED_MAX = 1 << 20;

/** Positions at which a fill toggles. A few are kept as a list, many as one bit a pixel, so that a tangled ring needs no more memory. */
export class Toggles {
  readonly #total: number;
  #listed: number[] = [];
  #bits: Uint32Array | null = null;

  /** @param total the number of pixels; a position is at most that. */
  constructor(total: number) {
    this.#total = total;
  }

  add(position: number): void {
    if (this.#bits !== null) {
      flip(this.#bits, position);
      return;
    }
    if (this.#listed.push(position) < LISTED_MAX) return;
    const bits = new Uint32Array(Math.floor(this.#total / 32) + 1);
    for (const one of this.#listed) flip(bits, one);
    this.#listed = [];
    this.#bits = bits;
  }

  /** In rising order, the number of pixels at the end. A position may come more than once: two of the same cancel each other. */
  sorted(): Uint32Array {
    if (this.#bits === null) return Uint32Array.from([...this.#listed, this.#total]).sort();
    const positions: number[] = [];
    this.#bits.forEach((word, at) => {
      for (let rest = word; rest !== 0; rest &= rest - 1) positions.push(32 * at + 31 - Math.clz32(rest & -rest));
    });
    return Uint32Array.from([...positions, this.#total]);
  }
}

function flip(bits: Uint32Array, position: number): void {
  const at = position >>> 5;
  bits[at] = (bits[at] as number) ^ (1 << (position & 31));
}
