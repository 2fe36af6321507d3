import { describe, expect, test } from "vitest";
import { miniNetConfiguration } from "../configuration/modelConfiguration.ts";
import { boxDetections } from "./boxDetections.ts";

const { roi } = miniNetConfiguration({ numClasses: 3 });
const frame = { heightPx: 100, widthPx: 100 };

describe("boxDetections", () => {
  test("every class of every region may be a detection, by falling score and without copies of its class", () => {
    const proposals = Float32Array.from([...[10, 10, 30, 30], ...[10, 10, 30, 29], ...[60, 60, 80, 80]]);
    const probabilities = Float32Array.from([0.1, 0.6, 0.3, 0.1, 0.8, 0.1, 0.96, 0.03, 0.01]);
    const found = boxDetections(proposals, probabilities, new Float32Array(36), roi, frame);
    expect([...found.labels]).toEqual([1, 2]);
    expect(found.scores[0]).toBeCloseTo(0.8, 6);
    expect(found.scores[1]).toBeCloseTo(0.3, 6);
    expect([...found.boxesXyxyPx]).toEqual([10, 10, 30, 29, 10, 10, 30, 30]);
  });

  test("each class moves the box by its own deltas, divided by the code's weights", () => {
    const deltas = new Float32Array(12);
    // dx of class 2: 10 / 10 of the width.
    deltas[8] = 10;
    const found = boxDetections(
      Float32Array.from([10, 10, 30, 30]),
      Float32Array.from([0, 0.4, 0.6]),
      deltas,
      roi,
      frame,
    );
    expect([...found.boxesXyxyPx]).toEqual([30, 10, 50, 30, 10, 10, 30, 30]);
  });

  test("no more than asked for", () => {
    const proposals = Float32Array.from(
      { length: 80 },
      (_, index) => Math.floor(index / 4) * 4 + (index % 4 < 2 ? 0 : 3),
    );
    const probabilities = Float32Array.from({ length: 60 }, (_, index) => (index % 3 === 1 ? 0.9 : 0));
    const limited = { ...roi, maxDetections: 5 };
    expect(boxDetections(proposals, probabilities, new Float32Array(240), limited, frame).labels).toHaveLength(5);
  });

  test("no regions, no detections", () => {
    expect(boxDetections(new Float32Array(), new Float32Array(), new Float32Array(), roi, frame).labels).toHaveLength(
      0,
    );
  });
});
