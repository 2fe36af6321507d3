import { expect, test } from "vitest";
import { refusalOf } from "./uploadFile.ts";

test("the server's own sentence is shown, in either shape", () => {
  expect(refusalOf(400, '{"error":{"code":"BROKEN_ZIP","message":"Not a zip."}}')).toBe("Not a zip.");
  expect(refusalOf(400, '{"message":"No dataset."}')).toBe("No dataset.");
});

test("a page of something in between leaves the status to tell", () => {
  expect(refusalOf(413, "<html>")).toBe("This file is larger than the server accepts.");
  expect(refusalOf(502, "")).toBe("The server refused the file (status 502).");
});
