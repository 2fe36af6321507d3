import type { WritableDocument } from "../writing/OutputFile.ts";

/**
 * The data.yaml of an export.
 *
 * - There is no `path`: Ultralytics then starts from the file's own folder, while `path: .` would be the folder that the
 *   training is started in. datumaro takes every key that it does not know for a subset, so `nc` is left out as well.
 * - Names are a list. A map's numbers were read as text, and sorted as text, by supervision before 0.31.
 * - Names are quoted: Python's YAML reads `no`, `on` and `12:30` as other things than words.
 */
export function dataYaml({ categories, images }: WritableDocument): string {
  const subsets = new Set(images.map(({ subset }) => subset));
  const folder = (subset: string) => (subsets.has(subset) ? `images/${subset}` : null);
  // Ultralytics asks for both; one folder for both says that nothing is divided.
  const train = folder("train") ?? folder("val") ?? folder("test") ?? "images";
  const test = folder("test");
  const lines = [
    `train: ${train}`,
    `val: ${folder("val") ?? train}`,
    ...(test === null ? [] : [`test: ${test}`]),
    categories.length === 0 ? "names: []" : "names:",
    ...categories.map(({ name }) => `  - ${quoted(name)}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** JSON's text is YAML's too, but for characters that YAML does not take as they are. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
