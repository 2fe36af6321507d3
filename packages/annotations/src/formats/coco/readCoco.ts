import type { FormatName } from "../../document/types.ts";
import { COCO_RESULTS, formatOfJsonFile } from "../json/formatOfJson.ts";
import { readJsonWithIds } from "../json/readJson.ts";
import { FormatError } from "../reading/FormatError.ts";
import type { ReadContext } from "../reading/FormatReader.ts";
import type { SourceFile } from "../reading/SourceFile.ts";
import { readCocoFile } from "./cocoFile.ts";
import { parseCoco } from "./parseCoco.ts";

/**
 * Reads COCO instances files. Results, a bare list of detections, are the annotations of the one file beside them that
 * lists images and categories alone, as COCO's own image_info files do; beside ground truth they are left out.
 */
export async function readCoco(context: ReadContext): Promise<FormatName> {
  const { files, document } = context;
  const results = await resultsAmong(context.others);
  const unused = new Set(results);
  for (const file of files) {
    await context.attempt(file.path, async () => {
      const content = readCocoFile(file.path, await readJsonWithIds(file));
      const [detections] = results;
      const areMeant = files.length === 1 && results.length === 1 && content.annotations.length === 0;
      if (!areMeant || detections === undefined) {
        parseCoco(file.path, content, `${file.path} annotations`, document);
        return;
      }
      const annotations = await readJsonWithIds(detections);
      if (!Array.isArray(annotations))
        throw new FormatError(detections.path, "it is no list of results", "Write it again");
      unused.delete(detections);
      context.use(detections);
      document.ledger.warn(
        `detections are taken for the annotations of ${file.path}, which has none; their scores stay in the records`,
        detections.path,
      );
      parseCoco(file.path, { ...content, annotations }, `${detections.path} `, document);
    });
  }
  for (const file of unused) {
    context.use(file);
    document.ledger.warn(
      "detections are imported beside one file of images and categories without annotations; to compare them with ground truth use evaluate",
      file.path,
    );
  }
  return "coco";
}

async function resultsAmong(files: readonly SourceFile[]): Promise<SourceFile[]> {
  const results: SourceFile[] = [];
  for (const file of files) {
    if (!file.path.toLowerCase().endsWith(".json")) continue;
    const told = await formatOfJsonFile(file);
    if (typeof told === "object" && told?.unread === COCO_RESULTS) results.push(file);
  }
  return results;
}
