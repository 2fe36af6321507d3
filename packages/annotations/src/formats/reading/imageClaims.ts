import type { ImageMatch } from "./matchImages.ts";

/** How many entries mean each image file. */
export function claimsByPath(matches: Iterable<ImageMatch | null>): Map<string, number> {
  const claims = new Map<string, number>();
  for (const match of matches) {
    if (match?.kind === "matched") claims.set(match.path, (claims.get(match.path) ?? 0) + 1);
  }
  return claims;
}

/** Two images of one annotation file that mean the same image file: which is which cannot be known. */
export function oneClaimOnly(match: ImageMatch | null, claims: ReadonlyMap<string, number>): ImageMatch | null {
  const count = match?.kind === "matched" ? (claims.get(match.path) ?? 0) : 0;
  if (match?.kind !== "matched" || count <= 1) return match;
  return { kind: "ambiguous", candidates: [match.path], reason: `${count} images of the file share this name` };
}
