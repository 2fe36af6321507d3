import type { FormatName, WritableFormat } from "@maskyard/annotations";

/** FORMAT_NAMES of the annotations package, written out so that help does not load all its readers. */
export const FORMATS_READ: readonly FormatName[] = [
  "coco",
  "labelme",
  "voc",
  "yolo",
  "yolo-seg",
  "cvat",
  "via",
  "label-studio",
  "makesense-csv",
  "csv",
  "masks",
];

/** WRITABLE_FORMATS, likewise. */
export const FORMATS_WRITTEN: readonly WritableFormat[] = [
  "coco",
  "labelme",
  "voc",
  "yolo",
  "yolo-seg",
  "cvat",
  "via",
  "via-csv",
  "via-1",
  "label-studio",
  "makesense-csv",
  "makesense-vgg",
  "csv",
  "masks",
  "masks-indexed",
];
