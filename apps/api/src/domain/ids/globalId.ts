import { InvalidInputError } from "../errors/expectedErrors.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** better-auth's user ids. */
const word = /^[A-Za-z0-9_-]{1,64}$/;

/** The global id of a node: base64url of `Type:id`, which stands in a URL as it is. */
export function encodeGlobalId(typename: string, id: string | number | bigint): string {
  return Buffer.from(`${typename}:${id}`, "utf8").toString("base64url");
}

/** Undoes {@link encodeGlobalId}. Throws {@link InvalidInputError} for anything that is not one of our ids. */
export function decodeGlobalId(globalId: string): { typename: string; id: string } {
  const decoded = readGlobalId(globalId);
  if (decoded === null) {
    throw new InvalidInputError(`"${globalId.slice(0, 80)}" is not a valid id on this server.`);
  }
  return decoded;
}

/** The row's id in a global id of that type; null of anything else. */
export function idOf(typename: string, globalId: string): string | null {
  const decoded = readGlobalId(globalId);
  return decoded?.typename === typename ? decoded.id : null;
}

function readGlobalId(globalId: string): { typename: string; id: string } | null {
  const text = Buffer.from(globalId, "base64url").toString("utf8");
  const colon = text.indexOf(":");
  const typename = text.slice(0, colon);
  const id = text.slice(colon + 1);
  const wellFormed = colon > 0 && /^[A-Za-z]+$/.test(typename) && (typename === "User" ? word.test(id) : uuid.test(id));
  return wellFormed ? { typename, id } : null;
}
