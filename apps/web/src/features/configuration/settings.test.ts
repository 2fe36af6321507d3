import { expect, test } from "vitest";
import { changedSettings, flattenSettings, groupsOf, parseSetting, settingLabel } from "./settings.ts";

test("only what differs from the preset is sent", () => {
  const base = { epochs: 10, maxSteps: null, anchorSizesPx: [16, 32] };
  expect(changedSettings(base, { epochs: 10, maxSteps: 20, anchorSizesPx: [16, 32] })).toEqual({ maxSteps: 20 });
});

test("typed text is read by the preset's kind of value", () => {
  expect(parseSetting("0.02", 1)).toBe(0.02);
  expect(parseSetting("1e-5", 0.1)).toBe(1e-5);
  expect(parseSetting("", 5)).toBeNull();
  expect(parseSetting("20", null)).toBe(20);
  expect(parseSetting("16, 32,64", [1])).toEqual([16, 32, 64]);
  expect(parseSetting("cosine", "step")).toBe("cosine");
  expect(parseSetting("many", 5)).toBeUndefined();
  expect(parseSetting("", [1])).toEqual([]);
  expect(parseSetting("rpn., *.bias", [], "frozenParameters")).toEqual(["rpn.", "*.bias"]);
});

test("a key that no group names is still shown", () => {
  const groups = groupsOf({ epochs: 1, mystery: 2 });
  expect(groups.map(({ title, keys }) => [title, keys])).toEqual([
    ["Length", ["epochs"]],
    ["Other", ["mystery"]],
  ]);
});

test("labels are words", () => {
  expect(settingLabel("learningRate")).toBe("Learning rate");
  expect(settingLabel("minSizePx")).toBe("Min size (px)");
  expect(settingLabel("nmsThreshold")).toBe("NMS threshold");
  expect(settingLabel("rpnPreNmsTopN")).toBe("RPN pre NMS top N");
});

test("a setting that somebody logged keeps its name", () => {
  expect(["lr", "batch_size", "aug.jitter", "learningRate"].map(settingLabel)).toEqual([
    "lr",
    "batch_size",
    "aug.jitter",
    "Learning rate",
  ]);
});

test("settings within settings are named with dots", () => {
  expect(flattenSettings({ lr: 0.1, aug: { jitter: 0.2, crop: { px: [1, 2] } }, none: {}, nothing: null })).toEqual({
    lr: 0.1,
    "aug.jitter": 0.2,
    "aug.crop.px": [1, 2],
    none: {},
    nothing: null,
  });
});
