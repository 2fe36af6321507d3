/** The type a global id names ("Run"), or null where the text is no global id. */
export function globalIdType(text: string): string | null {
  const decoded = Buffer.from(text, "base64url").toString("utf8");
  return /^([A-Z][A-Za-z]+):[0-9a-f-]{36}$/.exec(decoded)?.[1] ?? null;
}
