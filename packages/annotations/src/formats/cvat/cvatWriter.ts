import type { DocumentAnnotation, DocumentImage, RingPx } from "../../document/types.ts";
import { runsFromGeometry } from "../../geometry/runsFromGeometry.ts";
import { cropOfRuns } from "../writing/cropOfRuns.ts";
import { pathByRole } from "../writing/exportPaths.ts";
import type { FormatWriter, WriteContext } from "../writing/OutputFile.ts";
import { escapeXml } from "../xml/readXml.ts";

/** CVAT XML 1.1 for images, which lie in `images/SUBSET` as in CVAT's own exports and are named from there. Parts of one instance share a `group_id`; masks and holes become `mask` elements. */
export const cvatWriter: FormatWriter = {
  imagePath: (path, subset, hasSubsets) => pathByRole("images", path, subset ?? (hasSubsets ? REST : null)),
  isByStem: false,
  isSubsetInPath: false,
  keepsTags: true,
  precision: { format: "cvat", shape: "vertices", tolerancePx: 1e-9, isBoxOfShape: true },
  *files(context) {
    yield { path: "annotations.xml", content: piecesOf(context) };
  },
};

/** What CVAT calls the subset of what is in none. */
const REST = "default";

function* piecesOf(context: WriteContext): Iterable<string> {
  const { document, imagePathOf } = context;
  const subsets = [...new Set(document.images.map(({ subset }) => subset))];
  const isDivided = subsets.some((subset) => subset !== null);
  yield '<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n  <meta>\n';
  if (isDivided) {
    // datumaro reads subsets only where a project's tasks name them; the labels stay in a task, where CVAT's fork of it looks.
    yield "    <project>\n      <tasks>\n";
    for (const subset of subsets) yield `        <task><subset>${escapeXml(subset ?? REST)}</subset></task>\n`;
    yield "      </tasks>\n    </project>\n";
  }
  yield "    <task>\n      <labels>\n";
  for (const { name } of document.categories) yield `        <label><name>${escapeXml(name)}</name></label>\n`;
  for (const name of tagsBesides(document)) {
    yield `        <label><name>${escapeXml(name)}</name><type>tag</type></label>\n`;
  }
  yield "      </labels>\n    </task>\n  </meta>\n";
  for (const [id, image] of document.images.entries()) {
    const attributes = {
      id,
      name: (imagePathOf.get(image) as string).slice(
        isDivided ? `images/${image.subset ?? REST}/`.length : "images/".length,
      ),
      ...(isDivided ? { subset: image.subset ?? REST } : {}),
      ...(image.widthPx === null || image.heightPx === null ? {} : { width: image.widthPx, height: image.heightPx }),
    };
    yield `  <image${attributesText(attributes)}>\n`;
    for (const label of image.tags ?? []) yield `    <tag${attributesText({ label, source: "manual" })}/>\n`;
    let group = 0;
    for (const annotation of image.annotations) yield* shapesOf(annotation, image, () => ++group, context);
    yield "  </image>\n";
  }
  yield "</annotations>\n";
}

/** Tags that no category is named like; CVAT wants every label declared. */
function tagsBesides({ images, categories }: WriteContext["document"]): string[] {
  const tags = new Set(images.flatMap((image) => image.tags ?? []));
  for (const { name } of categories) tags.delete(name);
  return [...tags].sort();
}

function* shapesOf(
  annotation: DocumentAnnotation,
  image: DocumentImage,
  nextGroup: () => number,
  context: WriteContext,
): Iterable<string> {
  const { geometry, boxXywhPx, categoryName, isCrowd } = annotation;
  const [x, y, width, height] = boxXywhPx;
  const shape = (name: string, attributes: Record<string, string | number>): string => {
    const text = attributesText({ label: categoryName, source: "manual", occluded: 0, ...attributes, z_order: 0 });
    return isCrowd
      ? `    <${name}${text}>\n      <attribute name="is_crowd">true</attribute>\n    </${name}>\n`
      : `    <${name}${text}/>\n`;
  };
  if (geometry.type === "box") {
    yield shape("box", { xtl: x, ytl: y, xbr: x + width, ybr: y + height });
    return;
  }
  const hasHoles = geometry.type === "polygon" && geometry.parts.some(({ holes }) => holes.length > 0);
  if (geometry.type === "polygon" && !hasHoles) {
    const group = geometry.parts.length > 1 ? { group_id: nextGroup() } : {};
    for (const { outer } of geometry.parts) yield shape("polygon", { points: pointsText(outer), ...group });
    return;
  }
  const size = geometry.type === "rle" ? geometry.rle.size : ([image.heightPx, image.widthPx] as const);
  if (size[0] === null || size[1] === null) {
    context.note(annotation, "dropped", "its holes need pixels, and the size of its image is not known");
    return;
  }
  if (hasHoles) context.note(annotation, "rounded", "its holes are kept as pixels: CVAT's polygons have none");
  const crop = cropOfRuns(runsFromGeometry(geometry, boxXywhPx, size[0], size[1]));
  if (crop.widthPx === 0) {
    context.note(annotation, "dropped", "its holes leave it no whole pixel");
    return;
  }
  yield shape("mask", {
    rle: rowRuns(crop.maskRowMajor).join(", "),
    left: crop.leftPx,
    top: crop.topPx,
    width: crop.widthPx,
    height: crop.heightPx,
  });
}

/** Runs row by row, zeros first. */
function rowRuns(maskRowMajor: Uint8Array): number[] {
  const counts: number[] = [];
  let value = 0;
  let run = 0;
  for (const pixel of maskRowMajor) {
    if (pixel !== value) {
      counts.push(run);
      run = 0;
      value = pixel;
    }
    run++;
  }
  counts.push(run);
  return counts;
}

function pointsText(ring: RingPx): string {
  return Array.from({ length: ring.length / 2 }, (_, i) => `${ring[2 * i]},${ring[2 * i + 1]}`).join(";");
}

function attributesText(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(
      ([name, value]) =>
        ` ${name}="${escapeXml(String(value)).replaceAll(/[\n\r\t]/g, (one) => `&#${one.charCodeAt(0)};`)}"`,
    )
    .join("");
}
