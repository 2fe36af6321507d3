import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { AnnotationDocument, FormatName } from "../document/types.ts";
import { geometryAreaPx } from "../geometry/geometryAreaPx.ts";
import { parseAnnotations } from "./parseAnnotations.ts";
import { decodePng } from "./png/decodePng.ts";
import { decodeText } from "./reading/decodeText.ts";
import { isAnnotationPath, isImagePath } from "./reading/sourcePaths.ts";

// Real files of real tools, beside the checkout where they are at hand.
const SAMPLES = fileURLToPath(new URL("../../../../../shared/samples/", import.meta.url));
const hasSamples = existsSync(join(SAMPLES, "README.md"));
if (!hasSamples) console.warn("formats/samples.test.ts: ../shared/samples is not here, its tests are skipped");

async function parseFolder(folder: string, options: { format?: FormatName; withImages?: boolean } = {}) {
  const root = join(SAMPLES, folder);
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(root, path)).isFile(),
  );
  return parseAnnotations({
    files: paths
      .filter(isAnnotationPath)
      .map((path) => ({ path, text: async () => decodeText(readFileSync(join(root, path))) })),
    imagePaths: options.withImages === false ? null : paths.filter(isImagePath),
    images: {
      sizePx: async (path) => jpegSize(readFileSync(join(root, path))),
      bytes: async (path) => readFileSync(join(root, path)),
    },
    ...(options.format === undefined ? {} : { format: options.format }),
  });
}

/** The size in a JPEG's or PNG's header; the samples read here are all stored upright. */
function jpegSize(bytes: Buffer) {
  if (bytes[0] === 0x89) return { widthPx: decodePng(bytes).widthPx, heightPx: decodePng(bytes).heightPx };
  for (let at = 2; at + 9 < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1] as number;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { heightPx: bytes.readUInt16BE(at + 5), widthPx: bytes.readUInt16BE(at + 7) };
  }
  return null;
}

/** The annotation files of a zip beside pictures of 1024 x 1024 that they belong to. */
async function parseZip(path: string, imageNames: readonly string[]) {
  const entries = unzipSync(readFileSync(path));
  return parseAnnotations({
    files: Object.entries(entries).map(([name, bytes]) => ({ path: name, text: async () => decodeText(bytes) })),
    imagePaths: imageNames,
    images: {
      sizePx: async () => ({ widthPx: 1024, heightPx: 1024 }),
      bytes: async () => Promise.reject(new Error("no bytes here")),
    },
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

  it("reads the same 12 images and 39 instances from YOLO and VOC, as Datumaro and makesense write them", async () => {
    const coco = await parseFolder("same12-by-tool/coco-datumaro", { withImages: false });
    const names = coco.images.map((image) => image.fileName.replace(/^.*\//, ""));
    const boxArea = (document: AnnotationDocument) =>
      document.images
        .flatMap(({ annotations }) => annotations)
        .reduce((sum, { boxXywhPx }) => sum + boxXywhPx[2] * boxXywhPx[3], 0);

    const folder = join(SAMPLES, "same12-by-tool/yolov8-seg-datumaro");
    const texts = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(isAnnotationPath);
    const yolo = await parseAnnotations({
      files: texts.map((path) => ({ path, text: async () => readFileSync(join(folder, path), "utf8") })),
      imagePaths: names.map((name) => `images/test/${name}`),
      images: {
        sizePx: async () => ({ widthPx: 1024, heightPx: 1024 }),
        bytes: async () => Promise.reject(new Error("no bytes here")),
      },
    });
    expect([yolo.format, yolo.images.length, countOf(yolo)]).toEqual(["yolo-seg", 12, 39]);
    expect(yolo.categories.map(({ name }) => name)).toEqual(["car", "sign board"]);
    expect(new Set(yolo.images.map(({ subset }) => subset))).toEqual(new Set(["test"]));
    expect(Math.abs(areaOf(yolo) - 411_479)).toBeLessThan(20);

    const [boxes] = readdirSync(join(SAMPLES, "same12-by-tool/makesense/clean/rect-yolo"));
    const makesenseYolo = await parseZip(
      join(SAMPLES, "same12-by-tool/makesense/clean/rect-yolo", boxes as string),
      names,
    );
    expect([makesenseYolo.format, countOf(makesenseYolo)]).toEqual(["yolo", 39]);
    expect(makesenseYolo.categories.map(({ name }) => name)).toEqual(["class 0", "class 1"]);
    expect(Math.abs(boxArea(makesenseYolo) / boxArea(coco) - 1)).toBeLessThan(1e-3);

    const [voc] = readdirSync(join(SAMPLES, "same12-by-tool/makesense/clean/rect-voc"));
    const makesenseVoc = await parseZip(join(SAMPLES, "same12-by-tool/makesense/clean/rect-voc", voc as string), names);
    expect([makesenseVoc.format, makesenseVoc.images.length, countOf(makesenseVoc)]).toEqual(["voc", 12, 39]);
    expect(Math.abs(boxArea(makesenseVoc) / boxArea(coco) - 1)).toBeLessThan(0.02);
    const [quirks] = readdirSync(join(SAMPLES, "same12-by-tool/makesense/quirks/rect-voc"));
    const repaired = await parseZip(join(SAMPLES, "same12-by-tool/makesense/quirks/rect-voc", quirks as string), names);
    expect(repaired.categories.map(({ name }) => name)).toContain('sign, board & "arrow" <left>');
    expect(repaired.ledger.annotations.dropped).toBe(0);
  });

  it("reads labelme's VOC, and every YOLO and VOC of Datumaro and Roboflow", async () => {
    const voc = await parseFolder("labelme-examples/bbox_detection/data_dataset_voc");
    expect([voc.images.length, countOf(voc), voc.ledger.annotations.dropped]).toEqual([3, 9, 0]);
    const datumaro = await parseFolder("datumaro-fixtures/cvat-fork/voc_dataset/voc_dataset1", { format: "voc" });
    // Its mask lies nowhere near its boxes: it is an instance of its own.
    expect([countOf(datumaro), datumaro.maskPaths.length, datumaro.ledger.annotations.guessed]).toEqual([3, 2, 1]);
    const roboflow = await parseFolder("datumaro-fixtures/open-edge/roboflow_dataset/voc");
    expect([roboflow.images.length, roboflow.ledger.annotations.dropped]).toEqual([3, 0]);
    for (const [folder, format, count] of [
      ["cvat-fork/yolo_dataset/yolo", "yolo", 2],
      ["cvat-fork/yolo_dataset/yolov8_detection", "yolo", 2],
      ["cvat-fork/yolo_dataset/yolov8_detection_with_list_of_imgs", "yolo", 2],
      ["cvat-fork/yolo_dataset/yolov8_detection_with_list_of_names", "yolo", 2],
      ["cvat-fork/yolo_dataset/yolov8_detection_with_subset_txt", "yolo", 2],
      ["cvat-fork/yolo_dataset/yolov8_segmentation", "yolo-seg", 2],
      ["cvat-fork/yolo_dataset/yolov8_oriented_boxes", "yolo-seg", 2],
      ["cvat-fork/yolo_dataset/yolov8_pose", "yolo", 1],
      ["open-edge/yolo_dataset/strict", "yolo", 2],
      ["open-edge/roboflow_dataset/yolo", "yolo", 4],
    ] as const) {
      const document = await parseFolder(`datumaro-fixtures/${folder}`);
      expect([folder, document.format, countOf(document)]).toEqual([folder, format, count]);
      if (!folder.includes("roboflow")) expect(document.images[0]?.subset, folder).toBe("train");
      expect(document.categories[0]?.name, folder).not.toMatch(/^class/);
    }
    const labelStudio = await parseFolder("label-studio-fixtures/test_import_yolo_data");
    expect(labelStudio.categories.map(({ name }) => name)).toEqual(["closed_door", "opened_door", "bus", "number"]);
    expect(labelStudio.ledger.images).toMatchObject({ matched: 4, missing: 3 });
    for (const { annotations } of labelStudio.images) {
      for (const { geometry, boxXywhPx, areaPx } of annotations)
        expect(geometryAreaPx(geometry, boxXywhPx)).toBe(areaPx);
    }
  });

  it("reads makesense's VGG, and VIA's own JSON and CSV alike", async () => {
    const vgg = await parseFolder("same12-by-tool/makesense/clean/polygon-vgg", { withImages: false });
    expect([vgg.format, vgg.images.length, countOf(vgg)]).toEqual(["via", 12, 39]);
    expect(Math.abs(areaOf(vgg) - 411_479)).toBeLessThan(20);
    expect(vgg.categories.map(({ name }) => name)).toEqual(expect.arrayContaining(["car", "sign board"]));

    const root = join(SAMPLES, "via-official-fixtures");
    const own = (path: string) =>
      parseAnnotations({
        files: [{ path, text: async () => readFileSync(join(root, path), "utf8") }],
        imagePaths: null,
      });
    const json = await own("unit_test_annotation2.json");
    const csv = await own("unit_test_annotation1.csv");
    expect(json.images.map(({ fileName }) => fileName)).toEqual(csv.images.map(({ fileName }) => fileName));
    const shapes = (document: AnnotationDocument) =>
      document.images.map(({ annotations }) =>
        annotations.map(({ categoryName, boxXywhPx }) => [categoryName, boxXywhPx]),
      );
    expect(shapes(json)).toEqual(shapes(csv));
    expect(json.ledger.annotations).toEqual(csv.ledger.annotations);
    // 8 + 1 + 3 regions: 5 points, and 3 regions without attributes of which one is a point.
    expect(json.ledger.annotations).toMatchObject({ read: 12, kept: 3, guessed: 2, dropped: 7 });
  });

  it("names makesense's points, lines and tags when it refuses them", async () => {
    for (const [folder, what] of [
      ["point-csv", /makesense points/],
      ["line-csv", /makesense lines/],
      ["tag-csv", /makesense tags/],
      ["tag-json", /makesense tags/],
    ] as const) {
      await expect(parseFolder(`same12-by-tool/makesense/clean/${folder}`, { withImages: false })).rejects.toThrow(
        what,
      );
    }
  });

  it("reads CVAT of Datumaro: polygons, project subsets, a video", async () => {
    const polygons = await parseFolder("same12-by-tool/cvat-1.1-datumaro", { withImages: false });
    expect([polygons.format, polygons.images.length, countOf(polygons)]).toEqual(["cvat", 12, 39]);
    expect(Math.abs(areaOf(polygons) - 411_479)).toBeLessThan(20);
    const project = await parseFolder("datumaro-fixtures/open-edge/cvat_dataset/for_images/export_project");
    expect(new Set(project.images.map(({ subset }) => subset))).toEqual(new Set(["train", "val", "test"]));
    expect(project.ledger.images).toMatchObject({ missing: 0, ambiguous: 0 });
    const video = await parseFolder("datumaro-fixtures/cvat-fork/cvat_dataset/for_video", { withImages: false });
    expect(video.ledger.annotations.read).toBeGreaterThan(0);
    expect(video.images[0]?.fileName).toBe("frame_000010.png");
  });

  it("reads Label Studio: boxes and polygons of one object as one, a brush, turned boxes, several annotators", async () => {
    const own = (path: string) =>
      parseAnnotations({
        files: [{ path, text: async () => readFileSync(join(SAMPLES, path), "utf8") }],
        imagePaths: null,
      });
    const tasks = await own("same12-by-tool/label-studio-sdk/tasks.json");
    expect([tasks.format, tasks.images.length, countOf(tasks)]).toEqual(["label-studio", 12, 39]);
    expect(tasks.ledger.annotations).toMatchObject({ read: 78, kept: 39, merged: 39 });
    expect(Math.abs(areaOf(tasks) - 411_479)).toBeLessThan(20);
    const brush = await own("same12-by-tool/label-studio-sdk/brush-one-task.json");
    const [painted] = brush.images[0]?.annotations ?? [];
    const drawn = tasks.images.find(({ fileName }) => fileName === brush.images[0]?.fileName)?.annotations[0];
    expect(painted?.geometry.type).toBe("rle");
    expect(Math.abs((painted?.areaPx ?? 0) / (drawn?.areaPx ?? 1) - 1)).toBeLessThan(0.02);
    const turned = await own("label-studio-fixtures/test_export_yolo/data_obb.json");
    expect(countOf(turned)).toBeGreaterThan(3);
    expect(turned.images[0]?.annotations.every(({ geometry }) => geometry.type === "polygon")).toBe(true);
    const several = await own("label-studio-fixtures/test_export_yolo/data.json");
    expect(several.ledger.annotations.dropped).toBeGreaterThan(0);
    const coco = await own("label-studio-fixtures/test_export_coco/data.json");
    expect(coco.ledger.annotations).toMatchObject({ read: 4, kept: 2, dropped: 2 });
  });

  it("reads labelme's instance and class masks of the same 12 instances", async () => {
    const masks = await parseFolder("labelme-examples/instance_segmentation/data_dataset_voc");
    const shapes = await parseFolder("labelme-examples/instance_segmentation", { format: "labelme" });
    expect([masks.format, masks.images.length, countOf(masks)]).toEqual(["masks", 3, countOf(shapes)]);
    const names = (document: AnnotationDocument) =>
      document.images.flatMap(({ annotations }) => annotations.map(({ categoryName }) => categoryName)).sort();
    expect(names(masks)).toEqual(names(shapes));
  });
});
