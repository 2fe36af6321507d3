import { expect, test } from "vitest";
import { newAnnotationId, newUuid } from "./newAnnotationId.ts";

test("a new annotation's id is one that the server takes, and sorts by its time", () => {
  const text = Buffer.from(newAnnotationId(), "base64url").toString();
  expect(text).toMatch(/^Annotation:[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  // RFC 9562's example: 2022-02-22T19:22:22Z.
  expect(newUuid(0x017f22e279b0).slice(0, 13)).toBe("017f22e2-79b0");
  expect(newAnnotationId()).not.toBe(newAnnotationId());
});
