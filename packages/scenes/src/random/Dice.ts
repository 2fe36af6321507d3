import type { SeededRandom } from "@maskyard/annotations";

/** Draws of the shapes scenes need, on top of a seeded sequence. */
export class Dice {
  readonly #source: SeededRandom;

  constructor(source: SeededRandom) {
    this.#source = source;
  }

  /** Uniform in [low, high). */
  range(low: number, high: number): number {
    return low + (high - low) * this.#source.nextFloat();
  }

  /** Whole number, low and high included. */
  whole(low: number, high: number): number {
    return Math.floor(this.range(low, high + 1));
  }

  chance(probability: number): boolean {
    return this.#source.nextFloat() < probability;
  }

  sign(): 1 | -1 {
    return this.chance(0.5) ? 1 : -1;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.whole(0, items.length - 1)];
    if (item === undefined) throw new RangeError("Dice.pick: expected a list with at least one entry");
    return item;
  }

  /** An entry with a chance proportional to its weight. */
  weighted<T>(entries: readonly (readonly [item: T, weight: number])[]): T {
    const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
    let left = this.range(0, total);
    for (const [item, weight] of entries) {
      left -= weight;
      if (left < 0) return item;
    }
    const last = entries.at(-1);
    if (last === undefined) throw new RangeError("Dice.weighted: expected a list with at least one entry");
    return last[0];
  }
}
