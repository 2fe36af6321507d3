import { FormatError } from "@maskyard/annotations";
import { BlobDamagedError, BlobMissingError, BlobRemovedError } from "@maskyard/store";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "../errors/expectedErrors.ts";
import type { ErrorClass } from "./Work.ts";
import type { WireError } from "./wireError.ts";

/** Classes that others tell apart wherever an error came from. */
const KNOWN: readonly ErrorClass[] = [
  InvalidInputError,
  NotFoundError,
  ForbiddenError,
  ConflictError,
  FormatError,
  BlobMissingError,
  BlobDamagedError,
  BlobRemovedError,
];

/** The error that was sent, of the nearest of its classes that is known here or among `own`. */
export function fromWire(wire: WireError, own: readonly ErrorClass[]): Error {
  const known = new Map([...KNOWN, ...own].map((one) => [one.name, one]));
  const found = wire.classes.flatMap((name) => known.get(name) ?? []).at(0) ?? Error;
  // Made without its constructor, whose values did not come along.
  const error = Object.create(found.prototype) as Error;
  const hidden = { enumerable: false, configurable: true, writable: true };
  Object.defineProperty(error, "message", { ...hidden, value: wire.message });
  Object.defineProperty(error, "stack", { ...hidden, value: wire.stack });
  if (wire.cause !== null) Object.defineProperty(error, "cause", { ...hidden, value: fromWire(wire.cause, own) });
  return Object.assign(error, wire.fields);
}
