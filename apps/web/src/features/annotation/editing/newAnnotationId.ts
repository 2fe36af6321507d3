/**
 * A UUID, version 7: what is made later sorts later, as with those that the server makes. `crypto.randomUUID` would give another version, and
 * is kept from pages that came over plain HTTP.
 */
export function newUuid(nowMs = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(nowMs / 2 ** (8 * (5 - i))) % 256;
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** The global id of a new annotation, which the graph lets a client make: base64url of `Annotation:` and a UUID. */
export function newAnnotationId(): string {
  return btoa(`Annotation:${newUuid()}`).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
