import { expect, test } from "vitest";
import { crc32c, maskedCrc32c } from "./maskedCrc32c.ts";

test("CRC-32C of RFC 3720, B.4", () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, index) => index))).toBe(0x46dd794e);
});

test("the mask is TensorFlow's", () => {
  // The length 24 of a first event, as torch.utils.tensorboard frames it: 18 00 … 00 | a3 7f 4b 22
  expect(maskedCrc32c(Uint8Array.from([24, 0, 0, 0, 0, 0, 0, 0]))).toBe(0x224b7fa3);
});
