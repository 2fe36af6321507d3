import { expect, test } from "vitest";
import { artifactPath } from "./artifactPath.ts";

test.each([
  "",
  "/",
  "/etc/passwd",
  "..",
  "../x",
  "a/../b",
  "a/./b",
  "a//b",
  "a/",
  "...",
  "a\\b",
  "..\\x",
  "C:/x",
  "C:x",
  "a\0b",
  "a\nb",
  "%2e%2e/x",
  "%2e%2e%2fx",
  "a%5cb",
  "%252e%252e/x",
  "a/%2E./b",
  "x".repeat(1_001),
  Array.from({ length: 51 }, () => "d").join("/"),
])("refuses %j", (path) => {
  expect(artifactPath.safeParse(path).success).toBe(false);
});

test.each([
  "a",
  "model/MLmodel",
  "plots/loss 1.png",
  ".gitignore",
  "a..b/c",
  "100%",
  "50%25",
  "Läufe/ß.txt",
  "a@b+c=d,e",
])("takes %j", (path) => {
  expect(artifactPath.parse(path)).toBe(path);
});
