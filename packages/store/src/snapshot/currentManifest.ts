import type { Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { type ManifestCounts, manifestText } from "./manifestText.ts";
import type { ManifestImage, SnapshotManifest } from "./SnapshotManifest.ts";

/** What a snapshot taken now would hold, without taking one: one state of the database throughout. */
export async function currentManifest(
  db: { readonly pool: Pool },
  options: { readonly datasetId: string; readonly splitId: string | null },
): Promise<SnapshotManifest> {
  const counts: ManifestCounts = { imageCount: 0, annotationCount: 0 };
  return inTransaction(
    db.pool,
    async (client) => {
      let head: Omit<SnapshotManifest, "images" | "version"> | null = null;
      const images: ManifestImage[] = [];
      // Whole, the text may be longer than a string can be: its pieces are the head, lists of images, and the tail.
      for await (const piece of manifestText(client, options, counts)) {
        if (head === null) head = JSON.parse(`${piece}]}`) as Omit<SnapshotManifest, "images" | "version">;
        else if (!piece.startsWith("]"))
          images.push(...(JSON.parse(`[${piece.replace(/^,/, "")}]`) as ManifestImage[]));
      }
      if (head === null) throw new Error("currentManifest: expected the manifest's head, got no text");
      return { version: 1, datasetId: head.datasetId, categories: head.categories, images };
    },
    { readOnlySnapshot: true },
  );
}
