/** Which exports each program reads. @type {Readonly<Record<string, readonly (keyof typeof import("./sets.mjs").WRITTEN)[]>>} */
export const PEERS = {
  pycocotools: ["coco"],
  torchvision: ["coco", "voc"],
  "supervision-0.18": ["coco", "voc", "yolo", "yolo-seg"],
  supervision: ["coco", "voc", "voc --voc-base 1", "yolo", "yolo-seg", "labelme"],
  ultralytics: ["yolo", "yolo-seg"],
  "datumaro-cvat": ["coco", "voc", "yolo", "yolo-seg", "cvat"],
  datumaro: ["coco", "voc", "yolo", "yolo-seg", "cvat"],
  labelme: ["labelme"],
  labelme2coco: ["labelme"],
  "label-studio": ["label-studio"],
  fiftyone: ["coco", "voc", "yolo", "yolo-seg", "cvat"],
};
