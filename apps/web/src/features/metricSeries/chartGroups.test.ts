import { expect, test } from "vitest";
import { chartGroups, shortSeriesName } from "./chartGroups.ts";

test("well-known series share charts, others get their own", () => {
  const names = [
    "loss",
    "loss/mask",
    "loss/box_reg",
    "lr",
    "step_ms",
    "data_wait_ms",
    "gpu",
    "val/segm/AP",
    "val/segm/AR1",
  ];
  expect(chartGroups(names).map(({ key, seriesNames }) => [key, seriesNames])).toEqual([
    ["loss", ["loss"]],
    ["components", ["loss/mask", "loss/box_reg"]],
    ["val/segm", ["val/segm/AP"]],
    ["lr", ["lr"]],
    ["time", ["step_ms", "data_wait_ms"]],
    ["gpu", ["gpu"]],
    ["val/segm/AR1", ["val/segm/AR1"]],
  ]);
});

test("names are shortened where the chart says the rest", () => {
  expect(shortSeriesName("loss/box_reg")).toBe("box_reg");
  expect(shortSeriesName("val/segm/AP50")).toBe("AP50");
  expect(shortSeriesName("step_ms")).toBe("step_ms");
});
