import { expect, it } from "vitest";
import { textFileOf } from "./textFile.ts";

const source = {
  read: async () => Buffer.from("\ufeff<annotations/>"),
  chunks: async function* () {
    yield Buffer.from("[]");
  },
};

it("gives JSON beyond 32 MiB in pieces, and refuses other text that no string can hold", async () => {
  expect(textFileOf("a.json", 33 * 1024 ** 2, source).chunks).toBe(source.chunks);
  expect(textFileOf("a.json", 31 * 1024 ** 2, source).chunks).toBeUndefined();
  const large = textFileOf("a.xml", 501 * 1024 ** 2, source);
  expect(large.chunks).toBeUndefined();
  await expect(large.text()).rejects.toThrow("a.xml: it is larger than 500 MiB, and only JSON is read in pieces");
});
