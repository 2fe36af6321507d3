/** Roboflow exports every version of an image as `NAME.rf.HASH.jpg`. */
const ROBOFLOW = /^(.+)\.rf\.[0-9A-Za-z]{16,}\.[A-Za-z]+$/;
/** It writes the uploaded file's own extension into NAME, once more for each export that came back to it. */
const OWN_EXTENSIONS = /(?:_(?:jpe?g|png|webp|bmp|tiff?|avif|heic|gif))+$/i;
/** Tiles cut from one photograph before they were uploaded: `IMG_5882_scaled_0`, `roof-tile-3-4`. */
const TILE = /[_-](?:scaled|tile|slice|patch)[_-]?\d+(?:[_-]\d+)?$/i;

/**
 * The capture that an image file tells by its name: Roboflow's augmented copies of one image share NAME, and the tiles of one
 * photograph what stands before their number. Folders do not count: copies lie in `train` and in `valid`.
 * @returns null for a name that tells none.
 */
export function captureGroupFromName(path: string): string | null {
  const name = ROBOFLOW.exec(path.slice(path.lastIndexOf("/") + 1))?.[1];
  if (name === undefined) return null;
  const uploaded = name.replace(OWN_EXTENSIONS, "");
  return uploaded.replace(TILE, "") || uploaded || name;
}
