/**
 * What a measurement says of itself: the comment at the beginning of its file, as one line without the command that runs it.
 * @param {string} source
 */
export function describeMeasurement(source) {
  const comment = source.split("\n").slice(
    0,
    source.split("\n").findIndex((line) => !line.startsWith("//")),
  );
  return comment
    .map((line) => line.slice(2).trim())
    .filter((line) => !line.startsWith("npm run bench"))
    .join(" ")
    .replace(/^`npm run bench[^`]*`:\s*/, "")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^(.{20,}?[.?])\s.*$/, "$1")
    .replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}
