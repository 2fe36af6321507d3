/** The formats that are read, and what people call them. The name is what the command line and the graph take. */
export const READ_FORMATS = {
  coco: "COCO",
  labelme: "LabelMe JSON",
  voc: "Pascal VOC XML",
  yolo: "YOLO",
  "yolo-seg": "YOLO segmentation",
  cvat: "CVAT XML",
  via: "VIA, makesense VGG",
  "label-studio": "Label Studio JSON",
  "makesense-csv": "makesense CSV",
  csv: "CSV with other columns",
  masks: "Mask images",
} as const;
export type FormatName = keyof typeof READ_FORMATS;
export const FORMAT_NAMES = Object.keys(READ_FORMATS) as readonly FormatName[];

/** The formats that are written, likewise. */
export const WRITTEN_FORMATS = {
  coco: "COCO",
  labelme: "LabelMe JSON",
  voc: "Pascal VOC XML with masks",
  yolo: "YOLO, boxes only",
  "yolo-seg": "YOLO segmentation",
  cvat: "CVAT XML",
  via: "VIA 2 JSON",
  "via-csv": "VIA 2 CSV",
  "via-1": "VIA 1 JSON",
  "label-studio": "Label Studio JSON",
  "makesense-csv": "makesense CSV, boxes only",
  "makesense-vgg": "makesense VGG JSON",
  csv: "CSV with a header, boxes only",
  masks: "Mask images, one per instance",
  "masks-indexed": "Mask images, a number per instance or class",
} as const;
export type WritableFormat = keyof typeof WRITTEN_FORMATS;
export const WRITABLE_FORMATS = Object.keys(WRITTEN_FORMATS) as readonly WritableFormat[];

/** How COCO is laid out, and what to call it; see WriteOptions. */
export const COCO_LAYOUTS = {
  folders: "one folder per subset, as in COCO itself",
  "as-named": "unchanged",
} as const;
export type CocoLayout = keyof typeof COCO_LAYOUTS;
export const COCO_LAYOUT_NAMES = Object.keys(COCO_LAYOUTS) as readonly CocoLayout[];

export { READER_CHOICES, type ReaderChoice, type ReaderChoiceName } from "./readerChoices.ts";
