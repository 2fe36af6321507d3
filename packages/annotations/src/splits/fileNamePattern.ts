import { SplitError } from "./types.ts";

const GROUP = "{group}";

/**
 * A pattern that reads the group of an image from its file name: `{group}` stands for the part that names it, `*` for
 * any text, for example `{group}_scaled_*` or `*{group}/frame*.png`. Without a "/" it is held against the name
 * without folders, as a pattern of .gitignore is; both stand for as little as they can.
 *
 * Not a regular expression: those can take exponential time on a name made for it, and this comes from a person over the network.
 * @returns the group of a name, or null for a name that does not fit.
 * @throws SplitError on a pattern without exactly one `{group}`.
 */
export function fileNamePattern(pattern: string): (fileName: string) => string | null {
  if (pattern.split(GROUP).length !== 2) {
    throw new SplitError(
      `the file-name pattern ${JSON.stringify(pattern)} needs ${GROUP} once, where the group's name stands, for example {group}_scaled_*`,
    );
  }
  const [before = "", after = ""] = pattern.split(GROUP);
  if (/\*$/.test(before) || /^\*/.test(after)) {
    throw new SplitError(
      `the file-name pattern ${JSON.stringify(pattern)} has * beside ${GROUP}: where one ends and the other begins cannot be told`,
    );
  }
  const wholePath = pattern.includes("/");
  // Pieces of plain text in their order; between two of them lies a wildcard, and one of these is the group.
  const pieces = pattern.split(/\*|\{group\}/);
  const groupAt = before.split("*").length - 1;
  return (path) => {
    const name = wholePath ? path : path.slice(path.lastIndexOf("/") + 1);
    const places = piecePlaces(pieces, name);
    if (places === null) return null;
    const start = (places[groupAt] as number) + (pieces[groupAt] as string).length;
    const group = name.slice(start, places[groupAt + 1]);
    return group === "" ? null : group;
  };
}

/** Where each piece begins: the first at the start, the last at the end, those between as early as they can. */
function piecePlaces(pieces: readonly string[], name: string): number[] | null {
  const last = pieces.length - 1;
  const places: number[] = [];
  let from = 0;
  for (const [i, piece] of pieces.entries()) {
    const at =
      i === 0 ? (name.startsWith(piece) ? 0 : -1) : i === last ? name.length - piece.length : name.indexOf(piece, from);
    if (at < from || !name.startsWith(piece, at)) return null;
    places.push(at);
    from = at + piece.length;
  }
  return places;
}
