import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { FormatName } from "../../document/types.ts";
import { readJson } from "../json/readJson.ts";
import type { DocumentBuilder, ImageEntry } from "../reading/DocumentBuilder.ts";
import { FormatError } from "../reading/FormatError.ts";
import type { ImageFiles, ReadContext } from "../reading/FormatReader.ts";
import { claimsByPath, oneClaimOnly } from "../reading/imageClaims.ts";
import type { ImageMatch } from "../reading/matchImages.ts";
import { type ImageSize, settleShape } from "../reading/settleShape.ts";
import { type ViaEntry, viaEntriesOfCsv, viaEntriesOfJson } from "./viaEntries.ts";
import { ViaLabels } from "./viaLabels.ts";
import { geometryFromVia } from "./viaShape.ts";

/**
 * Reads VIA (VGG Image Annotator) 1 and 2, JSON and CSV, and makesense's VGG export. VIA states no image size: shapes are cut
 * to the image where its file is at hand.
 */
export async function readVia(context: ReadContext): Promise<FormatName> {
  const { document, options, images } = context;
  const files: { path: string; entries: ViaEntry[] }[] = [];
  for (const file of context.files) {
    const { path } = file;
    await context.attempt(path, async () => {
      const entries = path.toLowerCase().endsWith(".csv")
        ? viaEntriesOfCsv(path, await file.text())
        : viaEntriesOfJson(path, await readJson(file));
      if (entries.length === 0) throw new FormatError(path, "it holds no image", "Export it again from VIA");
      files.push({ path, entries });
    });
  }
  const labels = new ViaLabels(
    files.flatMap(({ entries }) => entries),
    options.classAttribute ?? null,
  );
  const [first] = files;
  if (first !== undefined) {
    const [main] = labels.ranking;
    document.ledger.warn(
      main === undefined
        ? 'no region has an attribute: all are called "object"'
        : `the attribute ${main} is taken for the class`,
      first.path,
    );
  }
  for (const file of files) await addEntries(file.path, file.entries, labels, images, document);
  return "via";
}

async function addEntries(
  path: string,
  entries: readonly ViaEntry[],
  labels: ViaLabels,
  images: ImageFiles | null,
  document: DocumentBuilder,
): Promise<void> {
  const found = new Map<ViaEntry, ImageMatch | null>();
  for (const entry of entries) found.set(entry, document.match(imageEntry(path, entry, null)));
  const claims = claimsByPath(found.values());
  for (const [entry, one] of found) {
    const match = oneClaimOnly(one, claims);
    if (match !== null && match.kind !== "matched") {
      document.skipImage(imageEntry(path, entry, null), match, entry.regions.length);
      continue;
    }
    const size = match === null || images === null ? null : await images.sizePx(match.path);
    addEntry(path, entry, match, size, labels, document);
  }
}

function imageEntry(path: string, entry: ViaEntry, size: ImageSize | null): ImageEntry {
  return { key: entry.key, fileName: entry.fileName, size, fromFile: path };
}

function addEntry(
  path: string,
  entry: ViaEntry,
  match: Extract<ImageMatch, { kind: "matched" }> | null,
  size: ImageSize | null,
  labels: ViaLabels,
  document: DocumentBuilder,
): void {
  const image = document.addImage(imageEntry(path, entry, size), match);
  if (entry.fileAttributes.length > 0) {
    document.ledger.warn(`the image's attributes are not imported: ${entry.fileAttributes.join(", ")}`, entry.key);
  }
  for (const { place, shape, attributes, problem, raw } of entry.regions) {
    const notes: LedgerNote[] = problem === null ? [] : [{ kind: "dropped", reason: problem }];
    const read = problem === null ? geometryFromVia(shape, notes) : null;
    const label = read === null ? "" : labels.labelOf(attributes, notes);
    if (read !== null && label === "") notes.push({ kind: "dropped", reason: "no attribute holds a class" });
    const settled = read === null || label === "" ? null : settleShape(read.geometry, read.boxXywhPx, size, notes);
    document.ledger.annotation(place, notes);
    if (settled === null) continue;
    document.addCategory(label, null);
    const { geometry, boxXywhPx, areaPx } = settled;
    image.annotations.push({ key: place, categoryName: label, geometry, boxXywhPx, areaPx, isCrowd: false, raw });
  }
}
