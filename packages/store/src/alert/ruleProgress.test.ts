import fc from "fast-check";
import { expect, it } from "vitest";
import type { SeriesChange } from "../series/seriesChanges.ts";
import { progressAfter, type RuleProgress } from "./ruleProgress.ts";

interface Point {
  readonly id: number;
  readonly step: number;
}

type Operation = { readonly log: readonly number[] } | { readonly cutAfter: number } | "look";

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ log: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ cutAfter: fc.integer({ min: 0, max: 12 }) }) },
  { weight: 3, arbitrary: fc.constant<Operation>("look") },
);

/** The points in the order of a series: by step, those of equal step in the order they came. */
const ordered = (points: readonly Point[]) => [...points].sort((a, b) => a.step - b.step);

/** Whoever looks now: the points that are late by what the changes say, and those after what was looked at. */
function newPoints(points: readonly Point[], progress: RuleProgress, changes: readonly SeriesChange[]): Point[] {
  const { evaluatedCount, late } = progressAfter(progress, changes);
  const found = points.slice(evaluatedCount);
  for (const [step, count] of late) {
    const group = points.slice(0, evaluatedCount).filter((point) => point.step === step);
    found.push(...group.slice(group.length - count));
  }
  return found;
}

it("gives every point to whoever looks exactly once, in whatever order they came and were taken back", () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 40 }), (operations) => {
      let points: Point[] = [];
      let [nextId, nextChange] = [0, 1];
      let changes: SeriesChange[] = [];
      let progress: RuleProgress = { evaluatedCount: 0, lastStep: null, inARow: 0 };
      const seen = new Set<number>();
      for (const one of [...operations, "look" as const]) {
        if (one === "look") {
          const found = newPoints(points, progress, changes).map(({ id }) => id);
          expect([...found].sort((a, b) => a - b)).toEqual(
            points
              .map(({ id }) => id)
              .filter((id) => !seen.has(id))
              .sort((a, b) => a - b),
          );
          for (const id of found) seen.add(id);
          progress = { evaluatedCount: points.length, lastStep: points.at(-1)?.step ?? null, inARow: 0 };
          changes = [];
        } else if ("log" in one) {
          const end = points.at(-1)?.step ?? -1;
          const addedSteps = [...one.log].sort((a, b) => a - b).filter((step) => step < end);
          points = ordered([...points, ...one.log.map((step) => ({ id: nextId++, step }))]);
          if (addedSteps.length > 0) changes.push({ id: nextChange++, kind: "late", addedSteps, replacedSteps: [] });
        } else {
          points = points.filter(({ step }) => step <= one.cutAfter);
          changes.push({
            id: nextChange++,
            kind: "cut",
            keptCount: points.length,
            keptStep: points.at(-1)?.step ?? null,
          });
        }
      }
    }),
    { numRuns: 2_000 },
  );
});

it("gives a point that took another one's place once more", () => {
  const change: SeriesChange = { id: 1, kind: "late", addedSteps: [2], replacedSteps: [1, 4, 6] };
  const progress = progressAfter({ evaluatedCount: 3, lastStep: 4, inARow: 2 }, [change]);
  expect(progress).toMatchObject({ evaluatedCount: 4, lastStep: 4, inARow: 2 });
  expect([...progress.late].sort()).toEqual([
    [1, 1],
    [2, 1],
    [4, 1],
  ]);
});
