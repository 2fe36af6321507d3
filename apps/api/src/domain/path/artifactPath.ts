import { z } from "zod";

const LENGTH_MAX = 1_000;
const DEPTH_MAX = 50;

/** Whether a part of a path is a name and nothing else, also for whoever decodes it once more or writes it to a disk of any system. */
function isName(part: string): boolean {
  return part !== "" && !/^\.+$/.test(part) && !hasSeparatorOrControl(part) && isHarmlessDecoded(part);
}

function hasSeparatorOrControl(text: string): boolean {
  return /[/\\:\p{Cc}]/u.test(text);
}

function isHarmlessDecoded(part: string): boolean {
  if (!part.includes("%")) return true;
  try {
    const decoded = decodeURIComponent(part);
    return !/^\.+$/.test(decoded) && !hasSeparatorOrControl(decoded) && !/%(2e|2f|5c)/i.test(decoded);
  } catch {
    return true; // "100%" and the like: nothing decodes it
  }
}

/** A relative path of names with "/" between them. It is a key of a row; files lie under their hash. */
export const artifactPath = z
  .string("Give the artifact's path.")
  .max(LENGTH_MAX, `A path has at most ${LENGTH_MAX} characters.`)
  .refine(
    (path) => path.split("/").length <= DEPTH_MAX && path.split("/").every(isName),
    "An artifact's path is relative, of names with / between them: without empty parts, . and .., backslashes and colons.",
  );
