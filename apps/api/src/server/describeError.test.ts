import { expect, test } from "vitest";
import { describeError } from "./describeError.ts";

test("says what failed where, without tokens, folders, SQL and passwords", () => {
  const error = new Error(
    "cannot read /home/anna/maskyard/data/blobs/ab/cd/abcd for msk_0123456789abcdefghijABCDEFGHIJ012345",
    {
      cause: new Error('syntax error in SELECT "user"."email" FROM "user" WHERE id = 1'),
    },
  );
  error.stack = `Error: x\n    at read (/home/anna/maskyard/apps/api/dist/import/Archive.js:10:5)\n    at file:///home/anna/maskyard/node_modules/pg/lib/client.js:1:2`;
  const described = describeError(error);
  const text = JSON.stringify(described);
  expect(text).not.toMatch(/anna|msk_0|email|SELECT/);
  expect(described.message).toBe("cannot read …/cd/abcd for msk_[removed]");
  expect(described.stack).toContain("at read (…/import/Archive.js:10:5)");
  expect(described.stack).toContain("at …/lib/client.js:1:2");
  expect(described.cause?.message).toBe("syntax error in [SQL removed]");
  expect(describeError(new Error("connect postgres://maskyard:pw@127.0.0.1:5432/x failed")).message).toBe(
    "connect postgres://[removed] failed",
  );
  expect(describeError(new Error("GET /api/auth/magic-link/verify?token=abc&callbackURL=/")).message).toContain(
    "token=[removed]&",
  );
  expect(describeError("text")).toEqual({ type: "string", message: "text" });
});
