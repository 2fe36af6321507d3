import { expect, it } from "vitest";
import { exportAddress } from "./exportAddress.ts";

it("names the format, the split and whether images are wanted", () => {
  const choice = { datasetId: "RGF0+=", format: "yolo-seg", splitId: null, withImages: true };
  expect(exportAddress(choice)).toBe("/files/datasets/RGF0%2B%3D/export?format=yolo-seg&images=true");
  expect(exportAddress({ ...choice, splitId: "U3BsaXQ=", withImages: false })).toBe(
    "/files/datasets/RGF0%2B%3D/export?format=yolo-seg&images=false&split=U3BsaXQ%3D",
  );
});
