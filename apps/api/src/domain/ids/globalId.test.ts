import { expect, test } from "vitest";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { decodeGlobalId, encodeGlobalId, idOf } from "./globalId.ts";

const uuid = "01a20762-167c-71fe-9689-805384f26a65";

test("an id stands in an address as it is and comes back", () => {
  const id = encodeGlobalId("Dataset", uuid);
  expect(encodeURIComponent(id)).toBe(id);
  expect(decodeGlobalId(id)).toEqual({ typename: "Dataset", id: uuid });
  expect(decodeGlobalId(encodeGlobalId("User", "oCoQC0WbxTyOQEIizoqgfAmDS9BrNH0V")).typename).toBe("User");
});

test.each([
  "",
  "x",
  uuid,
  encodeGlobalId("Dataset", "1"),
  encodeGlobalId("Dataset", `${uuid}' OR 1=1`),
  encodeGlobalId("../x", uuid),
  Buffer.from(`:${uuid}`).toString("base64url"),
])("%j is no id", (text) => {
  expect(idOf("Dataset", text)).toBeNull();
  expect(() => decodeGlobalId(text)).toThrow(InvalidInputError);
});

test("an id of another type is none of the wanted type", () => {
  expect(idOf("Run", encodeGlobalId("Run", uuid))).toBe(uuid);
  expect(idOf("Run", encodeGlobalId("Dataset", uuid))).toBeNull();
});
