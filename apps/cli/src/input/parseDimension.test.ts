import { expect, it } from "vitest";
import { parseDimension } from "./parseDimension.ts";

it.each([
  ["batchSize=1,2, 4", { setting: "batchSize", values: [1, 2, 4] }],
  ["optimizer=sgd,adamw", { setting: "optimizer", values: ["sgd", "adamw"] }],
  ["emaDecay=null,0.99", { setting: "emaDecay", values: [null, 0.99] }],
  [
    "scaleJitter=[[1,1],[0.8,1.25]]",
    {
      setting: "scaleJitter",
      values: [
        [1, 1],
        [0.8, 1.25],
      ],
    },
  ],
  ["momentum=0.8..0.99", { setting: "momentum", min: 0.8, max: 0.99 }],
  ["momentum=0.8 .. 0.9", { setting: "momentum", values: ["0.8 .. 0.9"] }],
  ["learningRate=1e-4..1e-1,log", { setting: "learningRate", min: 1e-4, max: 0.1, scale: "LOG" }],
  ["warmupSteps=0..500,whole,step=50", { setting: "warmupSteps", min: 0, max: 500, whole: true, step: 50 }],
])("%s", (text, dimension) => {
  expect(parseDimension(text)).toEqual(dimension);
});

it.each(["batchSize", "=1,2", "batchSize=", "momentum=low..high", "momentum=0..1,often", "momentum=0..1,step=x"])(
  "%s is refused",
  (text) => {
    expect(() => parseDimension(text)).toThrow(/^--vary .*expected values/);
  },
);
