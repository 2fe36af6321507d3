import { expect, it } from "vitest";
import { exportAddress } from "./exportAddress.ts";

it("names the format, the split and whether images are wanted", () => {
  const choice = { datasetId: "RGF0+=", format: "yolo-seg", splitId: null, withImages: true };
  expect(exportAddress(choice)).toBe("/files/datasets/RGF0%2B%3D/export?format=yolo-seg&images=true");
  expect(exportAddress({ ...choice, splitId: "U3BsaXQ=", withImages: false })).toBe(
    "/files/datasets/RGF0%2B%3D/export?format=yolo-seg&images=false&split=U3BsaXQ%3D",
  );
});

it("says what belongs to the format alone", () => {
  const choice = { datasetId: "1", splitId: null, withImages: true, cocoLayout: "as-named", vocBase: "1" };
  expect(exportAddress({ ...choice, format: "coco" })).toBe(
    "/files/datasets/1/export?format=coco&images=true&cocoLayout=as-named",
  );
  expect(exportAddress({ ...choice, format: "voc" })).toBe("/files/datasets/1/export?format=voc&images=true&vocBase=1");
  expect(exportAddress({ ...choice, format: "cvat" })).toBe("/files/datasets/1/export?format=cvat&images=true");
});
