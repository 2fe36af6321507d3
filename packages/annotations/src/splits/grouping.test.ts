import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fileNamePattern } from "./fileNamePattern.ts";
import { findLeakage, type LeakageImage } from "./findLeakage.ts";
import { type GroupableImage, groupImages, type SplitGrouping } from "./groupImages.ts";
import { hashDistanceBits, NEAR_DUPLICATE_BITS_MAX, nearHashPairs } from "./nearHashPairs.ts";
import { stratifiedSplit } from "./stratifiedSplit.ts";
import { SUBSET_NAMES } from "./types.ts";

describe("fileNamePattern", () => {
  it.each([
    ["{group}_scaled_*", "train/IMG_1_scaled_0.rf.9.jpg", "IMG_1"],
    ["{group}_scaled_*", "IMG_1.jpg", null],
    ["{group}_scaled_*", "_scaled_0.jpg", null],
    ["{group}-*.png", "a-b-c.png", "a"],
    ["frame*of-{group}.jpg", "day 1/frame12of-north.jpg", "north"],
    ["*/{group}/*", "city/street 4/1.jpg", "street 4"],
    ["{group}", "site/plain.jpg", "plain.jpg"],
    ["{group}.jpg", "a.jpg.jpg", "a.jpg"],
    ["shot {group} (*).jpg", "shot 😀 (2).jpg", "😀"],
  ])("%s reads of %s the group %s", (pattern, name, group) => {
    expect(fileNamePattern(pattern)(name)).toBe(group);
  });

  it("takes the text between two pieces, whatever stands there", () => {
    const text = fc.stringMatching(/^[a-z0-9 .]{1,12}$/);
    fc.assert(
      fc.property(text, text, (group, rest) => {
        expect(fileNamePattern("{group}__*")(`folder/${group}__${rest}`)).toBe(group);
      }),
    );
  });

  it("refuses a pattern whose group cannot be told", () => {
    for (const pattern of ["*_0.jpg", "{group}{group}", "{group}*", "*{group}_x", ""]) {
      expect(() => fileNamePattern(pattern)).toThrow(/\{group\}/);
    }
  });
});

describe("nearHashPairs", () => {
  it("finds the pairs that comparing each with each finds", () => {
    const hash = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    const flips = fc.array(fc.integer({ min: 0, max: 63 }), { maxLength: 6 });
    const neighbour = (base: bigint, bits: readonly number[]): bigint =>
      BigInt.asIntN(
        64,
        bits.reduce((value, bit) => value ^ (1n << BigInt(bit)), base),
      );
    fc.assert(
      fc.property(fc.array(fc.tuple(hash, fc.array(flips, { maxLength: 3 })), { maxLength: 12 }), (drawn) => {
        const hashes = [
          ...new Set(drawn.flatMap(([base, near]) => [base, ...near.map((bits) => neighbour(base, bits))])),
        ];
        const expected: string[] = [];
        for (let b = 0; b < hashes.length; b++) {
          for (let a = 0; a < b; a++) {
            const bits = hashDistanceBits(hashes[a] as bigint, hashes[b] as bigint);
            if (bits <= NEAR_DUPLICATE_BITS_MAX) expected.push(`${a} ${b} ${bits}`);
          }
        }
        const found = [...nearHashPairs(hashes, NEAR_DUPLICATE_BITS_MAX)].map(([a, b, bits]) => `${a} ${b} ${bits}`);
        expect(found.sort()).toEqual(expected.sort());
      }),
    );
  });

  it("counts bits as one would by hand", () => {
    expect(hashDistanceBits(0n, -1n)).toBe(64);
    expect(hashDistanceBits(0b1011n, 0b0010n)).toBe(2);
    expect(hashDistanceBits(-(2n ** 63n), 0n)).toBe(1);
  });
});

const NOTHING: SplitGrouping = { captureGroup: false, nearDuplicates: false, fileNamePattern: null, tagPrefix: null };
const ALL: SplitGrouping = {
  captureGroup: true,
  nearDuplicates: true,
  fileNamePattern: "{group}_*",
  tagPrefix: "site:",
};

function image(key: string, facts: Partial<GroupableImage> = {}): GroupableImage {
  return {
    key,
    fileName: key,
    originalSha256: `sha of ${key}`,
    perceptualHash: null,
    captureGroup: null,
    tags: [],
    ...facts,
  };
}

describe("groupImages", () => {
  it("joins what any rule holds together, over a third image too", () => {
    const images = [
      image("a", { captureGroup: "g" }),
      image("b", { captureGroup: "g", perceptualHash: 0b111n }),
      image("c", { perceptualHash: 0n }),
      image("d", { originalSha256: "same", tags: ["site:4", "dull"] }),
      image("e", { originalSha256: "same", tags: ["dull"] }),
      image("f", { tags: ["site:4"] }),
      image("x_1.jpg"),
      image("x_2.jpg"),
      image("y_1.jpg", { perceptualHash: 0xffffn }),
    ];
    expect(Object.fromEntries(groupImages(images, ALL))).toEqual({
      ...{ a: "a", b: "a", c: "a", d: "d", e: "d", f: "d" },
      ...{ "x_1.jpg": "x_1.jpg", "x_2.jpg": "x_1.jpg", "y_1.jpg": "y_1.jpg" },
    });
    expect(new Set(groupImages(images, NOTHING).values()).size).toBe(images.length);
  });
});

describe("findLeakage", () => {
  it("names for each held-out image the strongest tie to an earlier subset", () => {
    const images: LeakageImage[] = [
      { ...image("t1", { originalSha256: "one", perceptualHash: 0n, captureGroup: "g" }), subset: "train" },
      { ...image("t2", { perceptualHash: 0b1n, captureGroup: "h" }), subset: "train" },
      { ...image("v1", { originalSha256: "one", perceptualHash: 0n, captureGroup: "g" }), subset: "val" },
      { ...image("v2", { perceptualHash: 0b111n, captureGroup: "g" }), subset: "val" },
      { ...image("v3", { captureGroup: "g" }), subset: "val" },
      { ...image("v4", { captureGroup: "alone" }), subset: "val" },
      { ...image("x1", { captureGroup: "h", perceptualHash: -1n }), subset: "test" },
    ];
    const leakage = findLeakage(images, { ...NOTHING, captureGroup: true });
    const none = { distanceBits: null, group: null };
    const val = { seenSubset: "train", heldOutSubset: "val" };
    expect(leakage.pairs).toEqual([
      { ...none, ...val, kind: "exact", seenKey: "t1", heldOutKey: "v1" },
      { ...none, ...val, kind: "near", seenKey: "t2", heldOutKey: "v2", distanceBits: 2 },
      { ...none, ...val, kind: "group", seenKey: "t1", heldOutKey: "v3", group: "capture group g" },
      {
        ...none,
        seenSubset: "train",
        heldOutSubset: "test",
        kind: "group",
        seenKey: "t2",
        heldOutKey: "x1",
        group: "capture group h",
      },
    ]);
    expect(leakage).toMatchObject({
      exactPairs: 1,
      nearPairs: 1,
      groupPairs: 2,
      heldOutImages: 4,
      groups: 3,
      groupsLeaking: 2,
    });
  });

  it("finds nothing in a split that was locked by the same rules", () => {
    const facts = fc.record({
      perceptualHash: fc.option(fc.bigInt({ min: 0n, max: 40n }), { nil: null }),
      captureGroup: fc.option(fc.constantFrom("g", "h"), { nil: null }),
      originalSha256: fc.constantFrom("one", "two", "three", "four", "five"),
      tags: fc.subarray(["site:1", "site:2", "dusk"]),
    });
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 30 }), fc.integer(), (drawn, seed) => {
        const images = drawn.map((one, i) => image(`k${i}`, one));
        const groups = groupImages(images, ALL);
        const made = stratifiedSplit(
          images.map(({ key }) => ({ key, group: groups.get(key) ?? null })),
          { train: 0.6, val: 0.3, test: 0.1 },
          seed,
        );
        const placed = SUBSET_NAMES.flatMap((subset) =>
          made[subset].map(
            (key): LeakageImage => ({ ...(images.find((one) => one.key === key) as GroupableImage), subset }),
          ),
        );
        expect(findLeakage(placed, ALL)).toMatchObject({ pairs: [], heldOutImages: 0, groupsLeaking: 0 });
      }),
    );
  });
});
