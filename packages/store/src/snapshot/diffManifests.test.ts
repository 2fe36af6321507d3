import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonicalJson.ts";
import { diffManifests } from "./diffManifests.ts";
import type { ManifestAnnotation, ManifestImage, SnapshotManifest } from "./SnapshotManifest.ts";

const text = (manifest: SnapshotManifest): Buffer => Buffer.from(canonicalJson(manifest));

/** The bytes in pieces of `size`, so that every cut is tried. */
async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const diff = (before: SnapshotManifest, after: SnapshotManifest, size = 1 << 16) =>
  diffManifests(pieces(text(before), size), pieces(text(after), size));

function annotation(id: string, facts: Partial<ManifestAnnotation> = {}): ManifestAnnotation {
  const geometry = { type: "polygon", parts: [{ outer: [0, 0, 4, 0, 4, 4], holes: [] }] } as const;
  return { id, revision: 1, categoryId: "car", geometry, boxXywhPx: [0, 0, 4, 4], areaPx: 8, isCrowd: false, ...facts };
}

function image(id: string, facts: Partial<ManifestImage> = {}): ManifestImage {
  const size = { widthPx: 64, heightPx: 48, exifOrientation: 1 };
  return { id, fileName: `${id}.jpg`, blobSha256: `sha ${id}`, ...size, subset: "train", annotations: [], ...facts };
}

function manifest(...images: ManifestImage[]): SnapshotManifest {
  return { version: 1, datasetId: "d", categories: [{ id: "car", name: "car", position: 0 }], images };
}

describe("diffManifests", () => {
  it("tells added, removed and changed images and annotations apart", async () => {
    const moved = { type: "polygon", parts: [{ outer: [1, 0, 5, 0, 5, 4], holes: [] }] } as const;
    const before = manifest(
      image("a", { annotations: [annotation("a1"), annotation("a2"), annotation("a3"), annotation("a4")] }),
      image("b", { annotations: [annotation("b1")] }),
      image("c"),
      image("e", { subset: "train" }),
    );
    const after = manifest(
      image("a", {
        annotations: [
          annotation("a1", { revision: 2, geometry: moved }),
          annotation("a2", { revision: 2, categoryId: "sign" }),
          annotation("a3", { revision: 3 }), // changed and changed back
          annotation("a5"),
        ],
      }),
      image("c"),
      image("d", { annotations: [annotation("d1"), annotation("d2")] }),
      image("e", { subset: "val" }),
    );
    const found = await diff(before, after);
    expect(found.images).toEqual({ added: 1, removed: 1, changed: 2 });
    expect(found.annotations).toEqual({ added: 3, removed: 2, changed: 2, geometryChanged: 1, categoryChanged: 1 });
    expect(found.changes.map(({ kind, imageId }) => `${kind} ${imageId}`)).toEqual([
      "changed a",
      "removed b",
      "added d",
      "changed e",
    ]);
    expect(found.changes[0]).toMatchObject({ imageChanged: false, subsetBefore: "train", subsetAfter: "train" });
    expect(found.changes[0]?.annotationChanges).toEqual([
      {
        kind: "changed",
        annotationId: "a1",
        geometryChanged: true,
        categoryIdBefore: "car",
        categoryIdAfter: "car",
        revisionBefore: 1,
        revisionAfter: 2,
      },
      {
        kind: "changed",
        annotationId: "a2",
        geometryChanged: false,
        categoryIdBefore: "car",
        categoryIdAfter: "sign",
        revisionBefore: 1,
        revisionAfter: 2,
      },
      {
        kind: "added",
        annotationId: "a5",
        geometryChanged: false,
        categoryIdBefore: null,
        categoryIdAfter: "car",
        revisionBefore: null,
        revisionAfter: 1,
      },
      {
        kind: "removed",
        annotationId: "a4",
        geometryChanged: false,
        categoryIdBefore: "car",
        categoryIdAfter: null,
        revisionBefore: 1,
        revisionAfter: null,
      },
    ]);
    expect(found.changes[3]).toMatchObject({ subsetBefore: "train", subsetAfter: "val" });
  });

  it("reads text cut anywhere, and names that look like the text around them", async () => {
    const nasty = '],"version":1},{"annotations":[{"id":"x"}],"images":[';
    const before = manifest(
      image("a", { fileName: nasty, annotations: [annotation("a1")] }),
      image("b", { fileName: `${nasty}😀` }),
    );
    const after = manifest(image("a", { fileName: nasty, annotations: [] }), image("b", { fileName: `${nasty}😀` }));
    const whole = await diff(before, after);
    expect(whole.images).toEqual({ added: 0, removed: 0, changed: 1 });
    for (let size = 1; size < 120; size++) expect(await diff(before, after, size)).toEqual(whole);
    expect((await diff(manifest(), after)).images).toEqual({ added: 2, removed: 0, changed: 0 });
    expect((await diff(manifest(), manifest())).changes).toEqual([]);
  });

  it("refuses text that was cut off or is none", async () => {
    const bytes = text(manifest(image("a"), image("b")));
    const good = () => pieces(bytes, 50);
    await expect(diffManifests(pieces(bytes.subarray(0, bytes.length - 5), 50), good())).rejects.toThrow(/version 1/);
    await expect(diffManifests(good(), pieces(Buffer.from("hello"), 50))).rejects.toThrow(/no list of images/);
  });

  const anyManifest = fc
    .uniqueArray(
      fc.record({
        id: fc.integer({ min: 0, max: 30 }),
        blob: fc.constantFrom("one", "two"),
        annotations: fc.uniqueArray(
          fc.record({ id: fc.integer({ min: 0, max: 5 }), category: fc.constantFrom("car", "sign"), x: fc.nat(3) }),
          { selector: ({ id }) => id },
        ),
      }),
      { selector: ({ id }) => id },
    )
    .map((drawn) =>
      manifest(
        ...drawn
          .sort((a, b) => a.id - b.id)
          .map(({ id, blob, annotations }) =>
            image(`image-${String(id).padStart(2, "0")}`, {
              blobSha256: blob,
              annotations: annotations
                .sort((a, b) => a.id - b.id)
                .map((one) => annotation(`${id} ${one.id}`, { categoryId: one.category, boxXywhPx: [one.x, 0, 1, 1] })),
            }),
          ),
      ),
    );

  it("is empty for the same content, mirrored the other way round, and agrees with what the sets say", async () => {
    await fc.assert(
      fc.asyncProperty(anyManifest, anyManifest, fc.integer({ min: 1, max: 400 }), async (before, after, size) => {
        expect((await diff(before, before, size)).changes).toEqual([]);
        const [there, back] = [await diff(before, after, size), await diff(after, before, size)];
        expect(back.images).toEqual({
          added: there.images.removed,
          removed: there.images.added,
          changed: there.images.changed,
        });
        const [a, b] = [idsOf(before), idsOf(after)];
        expect(there.annotations.added).toBe([...b.keys()].filter((id) => !a.has(id)).length);
        expect(there.annotations.removed).toBe([...a.keys()].filter((id) => !b.has(id)).length);
        expect(there.annotations.changed).toBe([...b].filter(([id, value]) => a.has(id) && a.get(id) !== value).length);
      }),
    );
  });

  it("has one text, and so one hash, for one content, whatever order its keys come in", () => {
    const shuffledKeys = (value: unknown, random: () => number): unknown => {
      if (Array.isArray(value)) return value.map((item) => shuffledKeys(item, random));
      if (value === null || typeof value !== "object") return value;
      const entries = Object.entries(value).map(([key, item]) => ({ key, item, at: random() }));
      return Object.fromEntries(
        entries.sort((a, b) => a.at - b.at).map(({ key, item }) => [key, shuffledKeys(item, random)]),
      );
    };
    const hash = (value: unknown) => createHash("sha256").update(canonicalJson(value)).digest("hex");
    fc.assert(
      fc.property(
        anyManifest,
        anyManifest,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (one, other, draws) => {
          const shuffled = shuffledKeys(one, () => draws.next().value ?? 0);
          expect(hash(shuffled)).toBe(hash(one));
          expect(hash(one) === hash(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
        },
      ),
    );
  });
});

function idsOf({ images }: SnapshotManifest): Map<string, string> {
  return new Map(
    images.flatMap(({ id, annotations }) => annotations.map((one) => [`${id} ${one.id}`, JSON.stringify(one)])),
  );
}
