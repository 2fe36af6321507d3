import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldSplits } from "./foldSplits.ts";
import { randomSplit } from "./randomSplit.ts";
import { splitFromSubsets } from "./splitFromSubsets.ts";
import { stratifiedSplit } from "./stratifiedSplit.ts";
import { type SplitAssignment, type SplitImage, SUBSET_NAMES } from "./types.ts";

const images = (count: number): SplitImage[] =>
  Array.from({ length: count }, (_, i) => ({ key: `image-${String(i).padStart(3, "0")}` }));
const sizes = (split: SplitAssignment) => SUBSET_NAMES.map((name) => split[name].length);
const RATIOS = { train: 0.7, val: 0.2, test: 0.1 };

describe.each([
  ["randomSplit", randomSplit],
  ["stratifiedSplit", stratifiedSplit],
])("%s", (_, split) => {
  it("cuts by the ratios", () => {
    expect(sizes(split(images(10), RATIOS, 1))).toEqual([7, 2, 1]);
    expect(sizes(split(images(10), { train: 1, val: 0, test: 0 }, 1))).toEqual([10, 0, 0]);
    expect(sizes(split(images(160), { train: 0.8, val: 0.2, test: 0 }, 1))).toEqual([128, 32, 0]);
  });

  it("leaves no subset with a share empty where there are images enough", () => {
    expect(sizes(split(images(3), { train: 0.9, val: 0.05, test: 0.05 }, 1))).toEqual([1, 1, 1]);
    expect(sizes(split(images(2), { train: 0.9, val: 0.1, test: 0 }, 1))).toEqual([1, 1, 0]);
    expect(sizes(split([], RATIOS, 1))).toEqual([0, 0, 0]);
  });

  it("depends on the seed, not on the order of the images", () => {
    const one = split(images(40), RATIOS, 1);
    expect(split([...images(40)].reverse(), RATIOS, 1)).toEqual(one);
    expect(split(images(40), RATIOS, 2)).not.toEqual(one);
  });

  it("puts every image in exactly one subset and keeps groups together", () => {
    const anyImages = fc.array(
      fc.record({
        group: fc.option(fc.constantFrom("a", "b", "c"), { nil: null }),
        instances: fc.dictionary(fc.constantFrom("car", "sign", "tree"), fc.integer({ min: 0, max: 9 })),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(anyImages, fc.integer(), (drawn, seed) => {
        const keyed = drawn.map((image, i) => ({ ...image, key: `k${i}` }));
        const made = split(keyed, RATIOS, seed);
        expect(SUBSET_NAMES.flatMap((name) => made[name]).sort()).toEqual(keyed.map((image) => image.key).sort());
        for (const group of ["a", "b", "c"]) {
          const members = keyed.filter((image) => image.group === group).map((image) => image.key);
          const subsets = SUBSET_NAMES.filter((name) => members.some((key) => made[name].includes(key)));
          expect(subsets.length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("takes counts in place of shares and leaves the other images out", () => {
    const made = split(images(100), { trainCount: 30, valCount: 10, testCount: 5 }, 1);
    expect(sizes(made)).toEqual([30, 10, 5]);
    expect(new Set(SUBSET_NAMES.flatMap((name) => made[name])).size).toBe(45);
    expect(() => split(images(4), { trainCount: 4, valCount: 1, testCount: 0 }, 1)).toThrow(/5 images .* there are 4/);
    expect(() => split(images(4), { trainCount: -1, valCount: 1, testCount: 0 }, 1)).toThrow(/at least 0/);
  });

  it("refuses ratios that do not sum to 1 and images listed twice", () => {
    expect(() => split(images(4), { train: 0.7, val: 0.7, test: 0 }, 1)).toThrow(/sum to 1/);
    expect(() => split(images(4), { train: 1.5, val: -0.5, test: 0 }, 1)).toThrow(/at least 0/);
    expect(() => split([...images(2), ...images(1)], RATIOS, 1)).toThrow(/image-000 is listed twice/);
  });
});

describe("stratifiedSplit", () => {
  it("spreads a rare category by instances where chance would not", () => {
    // 100 images: ten hold two signs each, all hold cars.
    const streets = images(100).map((image, i) => ({ ...image, instances: { car: 4, sign: i < 10 ? 2 : 0 } }));
    for (let seed = 0; seed < 20; seed++) {
      const made = stratifiedSplit(streets, RATIOS, seed);
      const signs = SUBSET_NAMES.map((name) =>
        streets.filter((image) => made[name].includes(image.key)).reduce((sum, image) => sum + image.instances.sign, 0),
      );
      expect(signs).toEqual([14, 4, 2]);
      expect(sizes(made)).toEqual([70, 20, 10]);
    }
  });
});

describe("splitFromSubsets", () => {
  it("takes subsets over and names the images without one", () => {
    const made = splitFromSubsets([
      { key: "b", subset: "train" },
      { key: "a", subset: "train" },
      { key: "c", subset: "val" },
      { key: "d", subset: null },
      { key: "e", subset: "holdout" },
    ]);
    expect(made).toEqual({ assignment: { train: ["a", "b"], val: ["c"], test: [] }, unassigned: ["d", "e"] });
  });
});

describe("foldSplits", () => {
  it("lets every image validate in exactly one fold, groups together", () => {
    const anyImages = fc.array(fc.option(fc.constantFrom("a", "b", "c"), { nil: null }), {
      minLength: 12,
      maxLength: 40,
    });
    fc.assert(
      fc.property(anyImages, fc.integer(), fc.boolean(), (groups, seed, stratified) => {
        const keyed = groups.map((group, i) => ({
          key: `k${i}`,
          group: i < 4 ? null : group,
          instances: { car: i % 3 },
        }));
        const folds = foldSplits(keyed, 4, seed, { stratified });
        expect(folds.flatMap(({ val }) => val).sort()).toEqual(keyed.map(({ key }) => key).sort());
        for (const { train, val, test } of folds) {
          expect(test).toEqual([]);
          expect([...train, ...val].sort()).toEqual(keyed.map(({ key }) => key).sort());
          const groupOf = new Map<string, string | null>(keyed.map(({ key, group }) => [key, group]));
          const held = new Set<string | null | undefined>(
            val.map((key) => groupOf.get(key)).filter((group) => group !== null),
          );
          expect(train.some((key) => held.has(groupOf.get(key) ?? null))).toBe(false);
        }
      }),
    );
  });

  it("gives each fold its share of a rare class", () => {
    const streets = images(50).map((image, i) => ({ ...image, instances: { car: 4, sign: i < 10 ? 1 : 0 } }));
    for (const { val } of foldSplits(streets, 5, 3, { stratified: true })) {
      expect(val).toHaveLength(10);
      expect(streets.filter(({ key, instances }) => val.includes(key) && instances.sign > 0)).toHaveLength(2);
    }
  });

  it("refuses fewer than two folds and more folds than images that may part", () => {
    expect(() => foldSplits(images(9), 1, 1, { stratified: false })).toThrow(/2 folds or more/);
    const tied = images(9).map((image) => ({ ...image, group: "one" }));
    expect(() => foldSplits(tied, 2, 1, { stratified: true })).toThrow(/there are 1/);
  });
});
