import { FormatError } from "../reading/FormatError.ts";
import { escapeXml, readXml } from "../xml/readXml.ts";
import type { ImageTag } from "./taskImages.ts";

/** The tags whose labels are classes of shapes; those of points have no area. */
const LABEL_TAGS = [
  "RectangleLabels",
  "PolygonLabels",
  "BrushLabels",
  "EllipseLabels",
  "BitmaskLabels",
  "Labels",
] as const;

/** The names of the tags in what we write, which a result's `from_name` repeats. */
export const FROM_NAMES = {
  rectanglelabels: "rectangle",
  polygonlabels: "polygon",
  brushlabels: "brush",
  choices: "tags",
} as const;
export const IMAGE_TAG_NAME = "image";

/** The labelling configuration that a project needs before it can show the tasks; tags are choices of the image. */
export function labelStudioConfig(labels: readonly string[], tags: readonly string[]): string {
  const listOf = (tag: string, values: readonly string[]) =>
    values.map((value) => `    <${tag} value="${escapeXml(value)}"/>\n`).join("");
  const list = listOf("Label", labels);
  const control = (tag: string, name: string) =>
    `  <${tag} name="${name}" toName="${IMAGE_TAG_NAME}">\n${list}  </${tag}>\n`;
  const choices = `  <Choices name="${FROM_NAMES.choices}" toName="${IMAGE_TAG_NAME}" choice="multiple">\n${listOf("Choice", tags)}  </Choices>\n`;
  return [
    `<View>\n  <Image name="${IMAGE_TAG_NAME}" value="$image"/>\n`,
    control("RectangleLabels", FROM_NAMES.rectanglelabels),
    control("PolygonLabels", FROM_NAMES.polygonlabels),
    control("BrushLabels", FROM_NAMES.brushlabels),
    tags.length === 0 ? "" : choices,
    "</View>\n",
  ].join("");
}

export interface ReadConfig {
  /** The classes it lists, in the order of their category numbers, else in its own. */
  readonly labels: readonly string[];
  /** The images it shows. */
  readonly images: readonly ImageTag[];
}

/** What a labelling configuration says of classes and images; null for another file. */
export function readLabelStudioConfig(text: string): ReadConfig | null {
  if (!/<View[\s>]/.test(text)) return null;
  const labels: { name: string; category: number | null }[] = [];
  const images: ImageTag[] = [];
  try {
    readXml("", text, new Set([...LABEL_TAGS, "Image"]), ({ name: tag, attributes: own, children }) => {
      if (tag === "Image") {
        const field = (own.value ?? own.valueList ?? "").replace(/^\$/, "");
        if (own.name !== undefined && field !== "") images.push({ name: own.name, field });
        return;
      }
      for (const { name, attributes } of children) {
        if (name !== "Label" || attributes.value === undefined) continue;
        labels.push({ name: attributes.value.trim(), category: wholeNumber(attributes.category) });
      }
    });
  } catch (error) {
    if (error instanceof FormatError) return null; // not read, and told so; the tasks say their labels themselves
    throw error;
  }
  const isNumbered = labels.length > 0 && labels.every(({ category }) => category !== null);
  if (isNumbered) labels.sort((a, b) => (a.category ?? 0) - (b.category ?? 0));
  return { labels: [...new Set(labels.map(({ name }) => name))].filter((label) => label !== ""), images };
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}
