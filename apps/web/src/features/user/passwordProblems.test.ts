import { expect, test } from "vitest";
import { passwordProblems } from "./passwordProblems.ts";

const none = { currentPassword: null, newPassword: null, repeated: null };

test("a first password needs no current one", () => {
  const values = { currentPassword: "", newPassword: "12345678", repeated: "12345678" };
  expect(passwordProblems(values, false)).toEqual(none);
  expect(passwordProblems(values, true)).toEqual({ ...none, currentPassword: "Enter your current password" });
});

test("the length is the server's, and the repetition must be the same", () => {
  const of = (newPassword: string, repeated = newPassword) =>
    passwordProblems({ currentPassword: "x", newPassword, repeated }, true);
  expect(of("1234567").newPassword).toBe("Use at least 8 characters");
  expect(of("x".repeat(128))).toEqual(none);
  expect(of("x".repeat(129)).newPassword).toBe("Use at most 128 characters");
  expect(of("12345678", "12345679").repeated).toBe("The two passwords do not match");
});
