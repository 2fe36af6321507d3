import { expect, test } from "vitest";
import { describeSignInProblem, safeReturnPath } from "./signInProblem.ts";

test("a wrong password does not tell which of the two was wrong", () => {
  expect(describeSignInProblem(401, "Invalid email or password")).toBe("The email or password is wrong.");
});

test("only paths of this site are returned to", () => {
  expect(safeReturnPath("/runs/abc?x=1")).toBe("/runs/abc?x=1");
  for (const elsewhere of [null, "", "//evil.example", "/\\evil.example", "https://evil.example", "/sign-in?from=/"]) {
    expect(safeReturnPath(elsewhere)).toBe("/datasets");
  }
});
