import { CombinedError } from "@urql/core";
import { expect, test } from "vitest";
import { isPassing, outcomeOf } from "./outcomeOf.ts";

interface Answer {
  createSplit:
    | { __typename: "CreateSplitSuccess"; data: { id: string } }
    | { __typename: "InvalidInputError"; message: string; code: string; field: string | null };
}

const refused: Answer = {
  createSplit: { __typename: "InvalidInputError", message: "Too long.", code: "INVALID_INPUT", field: "name" },
};

test("success gives the data", () => {
  const outcome = outcomeOf<Answer>({ data: { createSplit: { __typename: "CreateSplitSuccess", data: { id: "a" } } } });
  expect(outcome).toEqual({ ok: true, data: { id: "a" } });
});

test("an expected error keeps its code, message and field", () => {
  expect(outcomeOf<Answer>({ data: refused })).toEqual({
    ok: false,
    code: "INVALID_INPUT",
    message: "Too long.",
    field: "name",
  });
});

test("a lost connection says what to do", () => {
  const outcome = outcomeOf<Answer>({ error: new CombinedError({ networkError: new TypeError("Failed to fetch") }) });
  expect(outcome).toMatchObject({ ok: false, code: "NETWORK" });
  if (!outcome.ok) expect(outcome.message).toMatch(/could not be reached/);
  expect(isPassing(outcome)).toBe(true);
});

test("a database that is away passes, a refusal does not", () => {
  const away = new CombinedError({
    graphQLErrors: [{ message: "The database is away.", extensions: { code: "SERVICE_UNAVAILABLE" } }],
  });
  expect(isPassing(outcomeOf<Answer>({ error: away }))).toBe(true);
  expect(isPassing(outcomeOf<Answer>({ data: refused }))).toBe(false);
});

test("the one result of a mutation's answer is its outcome, whatever its field is called", () => {
  expect(outcomeOf({ data: { renameIt: { __typename: "RenameItSuccess", data: { id: "1" } } } })).toEqual({
    ok: true,
    data: { id: "1" },
  });
  expect(
    outcomeOf({ data: { renameIt: { __typename: "ConflictError", message: "Taken.", code: "CONFLICT" } } }),
  ).toEqual({
    ok: false,
    code: "CONFLICT",
    message: "Taken.",
    field: null,
  });
  expect(outcomeOf({})).toMatchObject({ ok: false, code: "INTERNAL" });
});
