import { FormatError } from "../reading/FormatError.ts";
import { escapeXml, readXml } from "../xml/readXml.ts";

/** The tags whose labels are classes of shapes; those of points have no area. */
const LABEL_TAGS = ["RectangleLabels", "PolygonLabels", "BrushLabels", "EllipseLabels", "Labels"] as const;

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

/** The classes that a labelling configuration lists, in its order; null for another file. */
export function labelsOfConfig(text: string): string[] | null {
  if (!/<View[\s>]/.test(text)) return null;
  const labels: string[] = [];
  try {
    readXml("", text, new Set(LABEL_TAGS), ({ children }) => {
      for (const { name, attributes } of children) {
        if (name === "Label" && attributes.value !== undefined) labels.push(attributes.value.trim());
      }
    });
  } catch (error) {
    if (error instanceof FormatError) return null; // not read, and told so; the tasks say their labels themselves
    throw error;
  }
  return [...new Set(labels)].filter((label) => label !== "");
}
