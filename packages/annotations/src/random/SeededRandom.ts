import { floatFromWords, keyFromSeed } from "./keyFromSeed.ts";
import { philox4x32, type Words4 } from "./philox4x32.ts";

/** What {@link SeededRandom.state} returns: enough to go on exactly where a generator stood. */
export interface SeededRandomState {
  readonly seed: number;
  readonly stream: number;
  /** How many 32-bit words were drawn. */
  readonly position: number;
}

/** Sets the sequence apart from the places of randomAt, whose fourth counter is small. */
const SEQUENCE_TAG = 0x5e9d5eed;

/**
 * A sequence of random numbers over the counter-based generator {@link philox4x32}. Equal seeds and streams give equal
 * sequences everywhere; different streams of one seed are independent.
 */
export class SeededRandom {
  readonly #key: readonly [number, number];
  #position: number;
  #block: Words4 = [0, 0, 0, 0];
  #blockIndex = -1;

  constructor(
    readonly seed: number,
    readonly stream = 0,
    position = 0,
  ) {
    this.#key = keyFromSeed(seed);
    this.#position = position;
  }

  static fromState(state: SeededRandomState): SeededRandom {
    return new SeededRandom(state.seed, state.stream, state.position);
  }

  state(): SeededRandomState {
    return { seed: this.seed, stream: this.stream, position: this.#position };
  }

  /** A whole number in [0, 2^32). */
  nextUint32(): number {
    const blockIndex = Math.floor(this.#position / 4);
    if (blockIndex !== this.#blockIndex) {
      const counter: Words4 = [
        blockIndex >>> 0,
        Math.floor(blockIndex / 2 ** 32) >>> 0,
        this.stream >>> 0,
        SEQUENCE_TAG,
      ];
      this.#block = philox4x32(counter, this.#key);
      this.#blockIndex = blockIndex;
    }
    return this.#block[this.#position++ % 4] as number;
  }

  /** A float in [0, 1) with 53 random bits. */
  nextFloat(): number {
    const first = this.nextUint32();
    return floatFromWords(first, this.nextUint32());
  }

  /**
   * A whole number in [0, limit), every one equally likely.
   * @throws RangeError unless limit is a whole number from 1 to 2^32.
   */
  nextInt(limit: number): number {
    if (!Number.isInteger(limit) || limit < 1 || limit > 2 ** 32) {
      throw new RangeError(`nextInt: expected a limit from 1 to 2^32, got ${limit}`);
    }
    // Words beyond the last whole multiple would favour small results: draw again.
    const fair = 2 ** 32 - (2 ** 32 % limit);
    for (;;) {
      const word = this.nextUint32();
      if (word < fair) return word % limit;
    }
  }

  /** A draw from the normal distribution of mean 0 and deviation 1 (Box and Muller 1958). */
  nextNormal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.nextFloat()));
    return radius * Math.cos(2 * Math.PI * this.nextFloat());
  }

  /** A new array with the same items in random order (Fisher and Yates). */
  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.nextInt(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
    }
    return shuffled;
  }
}
