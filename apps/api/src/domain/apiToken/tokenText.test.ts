import { expect, test } from "vitest";
import { isTokenText, makeTokenText, tokenSha256 } from "./tokenText.ts";

test("tokens differ, have the form, and a changed character breaks the checksum", () => {
  const tokens = new Set(Array.from({ length: 1_000 }, makeTokenText));
  expect(tokens.size).toBe(1_000);
  for (const token of tokens) {
    expect(token).toMatch(/^msk_[0-9A-Za-z]{36}$/);
    expect(isTokenText(token)).toBe(true);
    const changed = token.slice(0, 10) + (token[10] === "a" ? "b" : "a") + token.slice(11);
    expect(isTokenText(changed)).toBe(false);
  }
});

test("what is kept is the SHA-256", () => {
  // printf msk_test | sha256sum
  expect(tokenSha256("msk_test")).toBe("4ffa2fcecffa40681827e33ef5554430209cea7ea0a1b384a6ce2b014f912fd9");
  expect(isTokenText("msk_test")).toBe(false);
});
