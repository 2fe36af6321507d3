import { expect, test } from "vitest";
import { matchNames } from "./matchNames.ts";

const names = [
  "backbone.body.conv1.weight",
  "backbone.body.layer1.0.conv1.weight",
  "backbone.body.layer1.0.bn1.bias",
  "backbone.fpn.inner_blocks.0.0.weight",
  "rpn.head.conv.0.0.bias",
  "roi_heads.box_head.fc6.weight",
];

test.each([
  [["backbone.body.layer1"], [1, 2]],
  [
    ["rpn.", "roi_heads.box_head"],
    [4, 5],
  ],
  [["*.bias"], [2, 4]],
  [["backbone.*.conv?.weight"], [0, 1]],
  [
    ["b*.weight", "backbone.body.conv1.weight"],
    [0, 1, 3],
  ],
  [[], []],
])("%o picks", (patterns, expected) => {
  expect([...matchNames("frozen", patterns, names)]).toEqual(expected.map((at) => names[at]));
});

test("a dot is a dot", () => {
  expect(() => matchNames("frozen", ["rpn?head.conv.0.0"], names)).toThrow();
  expect(() => matchNames("frozen", ["backbone_body*"], names)).toThrow();
});

test("a pattern that picks nothing is named, with how the names begin", () => {
  expect(() => matchNames("frozen", ["rpn.", "backbone.layer1"], names)).toThrow(
    'frozen: no parameter is called or begins with "backbone.layer1"; the names begin with backbone.body.conv1, backbone.body.layer1, backbone.fpn.inner_blocks, rpn.head, roi_heads.box_head',
  );
});
