import { expect, test } from "vitest";
import { describePoints } from "./describePoints.ts";

const steps = (count: number) => Array.from({ length: count }, (_, index) => index);

test("how many of the points are drawn is said", () => {
  const whole = { steps: steps(9), values: steps(9), total: 9, pointsInRange: 9, reduced: false };
  expect(describePoints([whole])).toBe("9 points");
  expect(describePoints([{ steps: steps(4), values: steps(4), total: 9, pointsInRange: 4, reduced: false }])).toBe(
    "4 points of 9 in all",
  );
  const reduced = { steps: steps(1200), values: steps(1200), total: 100_000, pointsInRange: 100_000, reduced: true };
  expect(describePoints([reduced, whole])).toBe("1,209 of 100,009 points, min/max");
  expect(describePoints([{ ...whole, values: [1, null, 2, null, 3, 4, 5, 6, 7] }])).toBe("9 points, 2 not finite");
  expect(describePoints([{ ...reduced, pointsInRange: 5_000 }])).toBe("1,200 of 5,000 points here, min/max");
});
