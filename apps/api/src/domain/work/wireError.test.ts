import { expect, test } from "vitest";
import { ConflictError, InvalidInputError } from "../errors/expectedErrors.ts";
import { fromWire } from "./fromWire.ts";
import { toWire } from "./wireError.ts";

const sent = (error: unknown) => fromWire(structuredClone(toWire(error)), []);

test("a worker's error is the same here, with everything that is wrong and where", () => {
  const span = { start: 3, end: 7 };
  const problems = [
    { field: "trainCount", message: "At least 1." },
    { field: null, message: "Too few images." },
  ];
  const error = sent(new InvalidInputError("At least 1.", "trainCount", { span, problems })) as InvalidInputError;
  expect(error).toBeInstanceOf(InvalidInputError);
  expect(error.message).toBe("At least 1.");
  expect({ field: error.field, span: error.span, problems: error.problems, code: error.code }).toEqual({
    field: "trainCount",
    span,
    problems,
    code: "INVALID_INPUT",
  });
  expect((sent(new InvalidInputError("No.")) as InvalidInputError).problems).toEqual([{ field: null, message: "No." }]);
});

test("what an error was thrown about stays behind, and its cause comes along", () => {
  const circle: { self?: object } = {};
  circle.self = circle;
  const cause = Object.assign(new ConflictError("Taken."), { circle, held: new Map(), syscall: "open" });
  const error = sent(new Error("Outer.", { cause }));
  expect(error.cause).toBeInstanceOf(ConflictError);
  expect(Object.keys(error.cause as object)).toEqual(expect.arrayContaining(["syscall"]));
  expect(error.cause).not.toHaveProperty("circle");
  expect(error.cause).not.toHaveProperty("held");
});
