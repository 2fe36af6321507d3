import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a page of this very server (or no page at all) sent the request. Browsers put `Origin` on every request that can
 * change something and on every WebSocket; scripts put none. A cookie must never work for a page of another origin.
 */
export function isSameOrigin(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const { origin, host } = headers;
  if (origin !== undefined) {
    if (!URL.canParse(origin)) {
      return false; // "null": a sandboxed frame or a redirect over origins
    }
    const originHost = new URL(origin).host;
    return originHost === host || origin === new URL(publicUrl).origin;
  }
  const site = headers["sec-fetch-site"];
  return site === undefined || site === "same-origin" || site === "none";
}
