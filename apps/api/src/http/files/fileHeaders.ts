import type { FastifyReply } from "fastify";

/**
 * What goes with every stored file: the type we found (never one guessed by the browser), a sandbox without scripts should
 * somebody open it as a page, and caching for good, because an id's bytes never change
 * (those of a name that is pointed elsewhere are asked for anew).
 */
export function sendFileHeaders(
  reply: FastifyReply,
  file: {
    readonly mediaType: string;
    readonly etag: string;
    readonly bytes?: number;
    readonly downloadName?: string;
    /** The address can have other bytes one day. */
    readonly changes?: boolean;
  },
): void {
  void reply
    .type(file.mediaType)
    .header("etag", `"${file.etag}"`)
    .header("cache-control", file.changes ? "private, no-cache" : "private, max-age=31536000, immutable")
    .header("x-content-type-options", "nosniff")
    .header("content-security-policy", "default-src 'none'; sandbox")
    .header("cross-origin-resource-policy", "same-origin")
    .header("vary", "cookie, authorization");
  if (file.bytes !== undefined) {
    void reply.header("content-length", file.bytes);
  }
  const disposition = file.downloadName === undefined ? "inline" : `attachment; filename="${file.downloadName}"`;
  void reply.header("content-disposition", disposition);
}

/** Whether the client has these bytes already (`If-None-Match`). */
export function isKeptByClient(ifNoneMatch: string | undefined, etag: string): boolean {
  const candidates = ifNoneMatch?.split(",") ?? [];
  return candidates.some((candidate) => candidate.trim().replace(/^W\//, "") === `"${etag}"`);
}
