import { expect, test } from "vitest";
import { describeRule, eventLabel } from "./alertEvents.ts";

test("rules and events read as sentences", () => {
  expect(describeRule({ series: "loss", comparison: "ABOVE", value: 10, points: 3 })).toBe(
    "loss is above 10 for 3 points in a row",
  );
  expect(describeRule({ series: "loss", comparison: "NOT_FINITE", value: null, points: 1 })).toBe("loss is not finite");
  expect([eventLabel("TRAINER_LOST"), eventLabel("TEST")]).toEqual(["A trainer was lost", "Test"]);
});
