import { describe, expect, test } from "vitest";
import { miniNetConfiguration } from "../configuration/modelConfiguration.ts";
import { createRandom } from "../random/random.ts";
import { sampleRegions } from "./roiTargets.ts";

const { roi } = miniNetConfiguration({ numClasses: 3, roi: { batchSizePerImage: 8 } });

describe("sampleRegions", () => {
  const truth = { boxesXyxyPx: Float32Array.from([0, 0, 10, 10]), labels: Int32Array.from([2]) };

  test("labels proposals by their object, the object itself among them", () => {
    const proposals = Float32Array.from([...[0, 0, 10, 8], ...[50, 50, 60, 60], ...[0, 0, 10, 4]]);
    const sample = sampleRegions([proposals], [truth], roi, createRandom(1));
    const byBox = new Map<string, { label: number; truth: number; deltas: number[] }>();
    sample.labels.forEach((label, region) => {
      byBox.set([...sample.boxesXyxyPx.subarray(region * 4, region * 4 + 4)].join(), {
        label,
        truth: sample.truthIndices[region] as number,
        deltas: [...sample.deltas.subarray(region * 4, region * 4 + 4)],
      });
    });
    expect([...byBox.keys()].sort()).toEqual(["0,0,10,10", "0,0,10,4", "0,0,10,8", "50,50,60,60"]);
    expect(byBox.get("0,0,10,10")).toEqual({ label: 2, truth: 0, deltas: [0, 0, 0, 0] });
    expect(byBox.get("0,0,10,8")).toMatchObject({ label: 2, truth: 0 });
    expect(byBox.get("0,0,10,8")?.deltas[3]).toBeCloseTo(5 * Math.log(10 / 8), 5);
    expect(byBox.get("0,0,10,4")).toMatchObject({ label: 0, truth: -1 });
    expect(byBox.get("50,50,60,60")).toMatchObject({ label: 0, truth: -1 });
  });

  test("takes at most a quarter positive, and all images' regions in order of their level", () => {
    const good = Float32Array.from({ length: 40 * 4 }, (_, index) => (index % 4 < 2 ? 0 : 10 - (index % 3)));
    const bad = Float32Array.from({ length: 40 * 4 }, (_, index) => (index % 4 < 2 ? 200 : 200 + 300));
    const both = new Float32Array([...good, ...bad]);
    const sample = sampleRegions([both, both], [truth, truth], roi, createRandom(1));
    expect(sample.labels).toHaveLength(16);
    expect(sample.labels.filter((label) => label > 0)).toHaveLength(4);
    // Small regions before large ones, across the images.
    const widths = Array.from(sample.labels, (_, region) => {
      const offset = region * 4;
      return (sample.boxesXyxyPx[offset + 2] as number) - (sample.boxesXyxyPx[offset] as number);
    });
    expect(widths.findIndex((width) => width > 100)).toBe(4);
    expect(widths.slice(4).every((width) => width > 100)).toBe(true);
  });

  test("an image without objects gives background only", () => {
    const nothing = { boxesXyxyPx: new Float32Array(), labels: new Int32Array() };
    const sample = sampleRegions([Float32Array.from([0, 0, 5, 5])], [nothing], roi, createRandom(1));
    expect([...sample.labels]).toEqual([0]);
  });
});
