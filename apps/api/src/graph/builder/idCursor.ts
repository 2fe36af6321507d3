import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A cursor that says "after this row": the row's id, so that a page is found by key however far in it lies. */
export function encodeIdCursor(id: string): string {
  return Buffer.from(id, "utf8").toString("base64url");
}

export function decodeIdCursor(cursor: string): string {
  const id = Buffer.from(cursor, "base64url").toString("utf8");
  if (!uuid.test(id)) {
    throw new InvalidInputError("This cursor is not one this connection gave out.", "after");
  }
  return id;
}
