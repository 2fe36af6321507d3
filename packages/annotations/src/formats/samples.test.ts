import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { AnnotationDocument, FormatName } from "../document/types.ts";
import { parseAnnotations } from "./parseAnnotations.ts";

// Real files of real tools, beside the checkout where they are at hand.
const SAMPLES = fileURLToPath(new URL("../../../../../shared/samples/", import.meta.url));
const hasSamples = existsSync(join(SAMPLES, "README.md"));
if (!hasSamples) console.warn("formats/samples.test.ts: ../shared/samples is not here, its tests are skipped");

async function parseFolder(folder: string, options: { format?: FormatName; withImages?: boolean } = {}) {
  const root = join(SAMPLES, folder);
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" });
  return parseAnnotations({
    files: paths
      .filter((path) => /\.(json|csv)$/.test(path))
      .map((path) => ({ path, text: async () => readFileSync(join(root, path), "utf8") })),
    imagePaths: options.withImages === false ? null : paths.filter((path) => /\.(jpe?g|png)$/i.test(path)),
    ...(options.format === undefined ? {} : { format: options.format }),
  });
}

const countOf = (document: AnnotationDocument) =>
  document.images.reduce((sum, image) => sum + image.annotations.length, 0);
const areaOf = (document: AnnotationDocument) =>
  document.images.reduce((sum, image) => sum + image.annotations.reduce((area, one) => area + one.areaPx, 0), 0);

describe.skipIf(!hasSamples)("real files", () => {
  it("reads Roboflow's COCO with its subsets and its category of two ids", async () => {
    const document = await parseFolder("street-facades-coco");
    expect(new Set(document.images.map((image) => image.subset))).toContain("train");
    expect(document.ledger.annotations.read).toBe(countOf(document));
    expect(document.ledger.images.missing).toBe(0);
    expect(document.categories.map((category) => category.name).sort()).toEqual(
      [
        ...["balcony-fence", "car", "facade", "fence", "non-building-infrastructure", "shop"],
        ...["street", "traffic-infrastructure", "vegetation", "window"],
      ].sort(),
    );
  });

  it("reads the same nuts from labelme 3 and from COCO", async () => {
    const labelme = await parseFolder("nuts-labelme-coco", { format: "labelme" });
    const coco = await parseFolder("nuts-labelme-coco", { format: "coco" });
    for (const document of [labelme, coco]) {
      expect(document.images.length).toBe(18);
      expect(document.ledger.annotations).toMatchObject({ read: 165, kept: 165 });
    }
    expect(Math.abs(areaOf(coco) / areaOf(labelme) - 1)).toBeLessThan(1e-3);
  });

  it("reads the same 12 images and 39 instances from four tools", async () => {
    for (const folder of [
      "makesense/clean/polygon-coco",
      "makesense/clean/rect-csv",
      "labelme-7.1.0",
      "coco-datumaro",
    ]) {
      const document = await parseFolder(`same12-by-tool/${folder}`, { withImages: false });
      expect([document.images.length, countOf(document)], folder).toEqual([12, 39]);
      if (folder !== "makesense/clean/rect-csv") expect(Math.abs(areaOf(document) - 411_479), folder).toBeLessThan(700);
    }
  });

  it("reads makesense's quirks: a hostile label, an annotation without a class", async () => {
    const rects = await parseFolder("same12-by-tool/makesense/quirks/rect-csv", { withImages: false });
    expect(rects.categories.map((category) => category.name)).toContain('sign, board & "arrow" <left>');
    expect(rects.ledger.annotations).toMatchObject({ read: 17, kept: 17 });
    const polygons = await parseFolder("same12-by-tool/makesense/quirks/polygon-coco", { withImages: false });
    expect(polygons.ledger.annotations).toMatchObject({ read: 18, kept: 17, dropped: 1 });
  });

  it("reads every labelme shape type and joins groups", async () => {
    const document = await parseFolder("labelme-examples", { format: "labelme" });
    expect(document.ledger.annotations).toEqual({
      read: 54,
      kept: 43,
      merged: 4,
      rounded: 0,
      clipped: 1,
      guessed: 1,
      dropped: 5,
    });
    const folder = "labelme-examples/instance_segmentation";
    const own = await parseFolder(folder, { format: "labelme" });
    const converted = await parseFolder(folder, { format: "coco" });
    expect([countOf(own), countOf(converted)]).toEqual([12, 12]);
  });

  it("reads COCO's own files with parts, gaps in the ids and empty images", async () => {
    const document = await parseFolder("tinycoco-permissive");
    expect([document.images.length, countOf(document), document.categories.length]).toEqual([13, 93, 80]);
    expect(document.images.filter((image) => image.annotations.length === 0).length).toBe(2);
  });
});
