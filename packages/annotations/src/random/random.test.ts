import { describe, expect, it } from "vitest";
import { philox4x32 } from "./philox4x32.ts";
import { randomAt } from "./randomAt.ts";
import { SeededRandom } from "./SeededRandom.ts";

describe("philox4x32", () => {
  // Known answers of the authors' own library, Random123 (kat_vectors, philox4x32 10).
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as const)("gives the published block for counter %j and key %j", (counter, key, block) => {
    expect(philox4x32(counter, key)).toEqual(block);
  });
});

describe("SeededRandom", () => {
  it("repeats itself for the same seed and goes on from its state", () => {
    const one = new SeededRandom(7);
    const first = Array.from({ length: 9 }, () => one.nextUint32());
    const two = new SeededRandom(7);
    expect(Array.from({ length: 5 }, () => two.nextUint32())).toEqual(first.slice(0, 5));
    const three = SeededRandom.fromState(two.state());
    expect(Array.from({ length: 4 }, () => three.nextUint32())).toEqual(first.slice(5));
  });

  it("differs between seeds and streams, also beyond 32 bits", () => {
    const firsts = [
      new SeededRandom(1),
      new SeededRandom(2),
      new SeededRandom(1 + 2 ** 32),
      new SeededRandom(1, 1),
    ].map((random) => random.nextUint32());
    expect(new Set(firsts).size).toBe(4);
  });

  it("draws floats evenly from [0, 1)", () => {
    const random = new SeededRandom(3);
    const draws = Array.from({ length: 20_000 }, () => random.nextFloat());
    expect(draws.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(draws.reduce((sum, value) => sum + value, 0) / draws.length).toBeCloseTo(0.5, 2);
  });

  it("draws normal numbers of mean 0 and deviation 1", () => {
    const random = new SeededRandom(4);
    const draws = Array.from({ length: 20_000 }, () => random.nextNormal());
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const deviation = Math.sqrt(draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length);
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(deviation - 1)).toBeLessThan(0.03);
  });

  it("draws whole numbers evenly and refuses a bad limit", () => {
    const random = new SeededRandom(5);
    const hits = new Uint32Array(3);
    for (let i = 0; i < 9000; i++) {
      const draw = random.nextInt(3);
      hits[draw] = (hits[draw] ?? 0) + 1;
    }
    for (const count of hits) expect(Math.abs(count - 3000)).toBeLessThan(200);
    expect(() => random.nextInt(0)).toThrow(RangeError);
  });

  it("shuffles a copy, every item once", () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    const shuffled = new SeededRandom(6).shuffle(items);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
    expect(items[0]).toBe(0);
  });
});

describe("randomAt", () => {
  it("depends on seed and counters only", () => {
    expect(randomAt(1, 2, 3)).toBe(randomAt(1, 2, 3));
    expect(new Set([randomAt(1, 2, 3), randomAt(1, 3, 2), randomAt(2, 2, 3), randomAt(1, 2)]).size).toBe(4);
    expect(randomAt(1, 2)).toBe(randomAt(1, 2, 0));
    // Words 0x6627e8d5 and 0xe169c58d of the published block: (0x6627e8d5 >>> 5) * 2^26 + (0xe169c58d >>> 6), over 2^53.
    expect(randomAt(0)).toBe((53559110 * 2 ** 26 + 59090710) / 2 ** 53);
  });

  it("refuses what is no counter", () => {
    expect(() => randomAt(1, 0.5)).toThrow(RangeError);
    expect(() => randomAt(Number.NaN)).toThrow(RangeError);
    expect(() => randomAt(1, 1, 2, 3, 4, 5)).toThrow(/at most 4/);
  });
});
