import { vocPaletteRgb } from "../png/encodePng.ts";
import type { WriteContext } from "../writing/OutputFile.ts";

/**
 * labelmap.txt, which datumaro and CVAT take the classes from: `name:red,green,blue:parts:actions` for each value of a class
 * mask. It has no way to write a colon in a name; what these tools then do is told.
 */
export function labelMap({ document: { categories }, remark }: WriteContext): string {
  const names = categories.map(({ name }) => name);
  for (const name of names) {
    if (!/[:\r\n]|^\s*#/.test(name)) continue;
    remark(
      "labelmap.txt",
      `the class ${JSON.stringify(name)} cannot be written there: CVAT and datumaro will refuse the file`,
    );
  }
  const palette = vocPaletteRgb();
  // Twice the same name is an error to these tools.
  const lines = [names.includes("background") ? "_background_" : "background", ...names].map((name, i) => {
    if (i > 255) return `${name}:::`;
    return `${name}:${[...palette.slice(3 * i, 3 * i + 3)].join(",")}::`;
  });
  return `# label:color_rgb:parts:actions\n${lines.join("\n")}\n`;
}
