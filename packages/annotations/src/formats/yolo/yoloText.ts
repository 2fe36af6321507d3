const LABEL_LINE = /^\d+(?:\.0+)?(?:\s+[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?){4,}\s*$/i;
const IMAGE_LINE = /\.(?:jpe?g|png|webp|tiff?|bmp|avif|heic)\s*$/i;

/**
 * What a text file of a YOLO set is, by its lines: labels (`boxes` of five or six numbers, `polygons` of more), a list of
 * images, a list of names, nothing at all, or null for text that is none of these.
 */
export function kindOfYoloText(text: string): "boxes" | "polygons" | "images" | "names" | "empty" | null {
  const lines = yoloLines(text).map(({ line }) => line);
  if (lines.length === 0) return "empty";
  const labels = lines.filter((line) => LABEL_LINE.test(line));
  if (labels.length > 0 && labels.length >= lines.length / 2) {
    return labels.some((line) => line.split(/\s+/).length > 6) ? "polygons" : "boxes";
  }
  if (lines.every((line) => IMAGE_LINE.test(line))) return "images";
  return lines.every((line) => line.length <= 100) ? "names" : null;
}

/** Lines that hold something, with their numbers from 1. */
export function yoloLines(text: string): { number: number; line: string }[] {
  return text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .map((line, i) => ({ number: i + 1, line: line.trim() }))
    .filter(({ line }) => line !== "");
}
