import type { FastifyRequest } from "fastify";
import type { Actor } from "../../domain/access/actor.ts";
import { signedInActor } from "../../domain/access/signedInActor.ts";
import { NotFoundError } from "../../domain/errors/expectedErrors.ts";
import { decodeGlobalId } from "../../domain/ids/globalId.ts";

export function requireActor(request: FastifyRequest): Actor {
  return signedInActor(request);
}

/** The row id in a file's address. Throws {@link NotFoundError} for anything that is not an id of this kind. */
export function rowId(globalId: string, typename: string): string {
  try {
    const decoded = decodeGlobalId(globalId);
    if (decoded.typename === typename) {
      return decoded.id;
    }
  } catch {
    // told below: for a file's address a malformed id and an unknown one are the same
  }
  throw new NotFoundError("There is no such file.");
}
