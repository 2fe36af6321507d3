import type { FormatName } from "../document/types.ts";
import { readCoco } from "./coco/readCoco.ts";
import { readCsv } from "./csv/readCsv.ts";
import { readCvat } from "./cvat/parseCvat.ts";
import { readJson } from "./json/readJson.ts";
import { parseLabelme } from "./labelme/parseLabelme.ts";
import { readLabelStudio } from "./labelStudio/readLabelStudio.ts";
import { parseMakesenseCsv } from "./makesense/parseMakesenseCsv.ts";
import { readMasks } from "./masks/readMasks.ts";
import { type FormatReader, fileByFile } from "./reading/FormatReader.ts";
import type { SourceFile } from "./reading/SourceFile.ts";
import { readVia } from "./via/readVia.ts";
import { readVoc } from "./voc/readVoc.ts";
import { readYolo } from "./yolo/readYolo.ts";

const textOf = ({ text }: SourceFile): Promise<string> => text();
const yolo = { coordinateFrame: "upright", read: readYolo } as const;

/** Every format that is read. */
export const READERS: Readonly<Record<FormatName, FormatReader>> = {
  coco: { title: "COCO", coordinateFrame: "unknown", read: readCoco },
  labelme: fileByFile("LabelMe", "upright", readJson, parseLabelme),
  voc: { title: "Pascal VOC", coordinateFrame: "unknown", read: readVoc },
  yolo: { title: "YOLO", ...yolo },
  "yolo-seg": { title: "YOLO segmentation", ...yolo },
  // CVAT shows images upright.
  cvat: { title: "CVAT XML", coordinateFrame: "upright", read: readCvat },
  via: { title: "VIA", coordinateFrame: "upright", read: readVia },
  // Browsers show images upright.
  "label-studio": { title: "Label Studio", coordinateFrame: "upright", read: readLabelStudio },
  "makesense-csv": fileByFile("makesense CSV", "upright", textOf, parseMakesenseCsv),
  masks: { title: "mask images", coordinateFrame: "unknown", read: readMasks },
  csv: { title: "CSV", coordinateFrame: "unknown", read: readCsv },
};
