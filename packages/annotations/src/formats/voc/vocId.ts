import { stemOf } from "../reading/paths.ts";

/** What ImageSets calls an image: the path below its folder (`Annotations`, `JPEGImages`) without extension. */
export function vocId(path: string, folder: string): string {
  const start = path.lastIndexOf(`${folder}/`);
  const below = start < 0 ? path : path.slice(start + folder.length + 1);
  return `${below.slice(0, below.lastIndexOf("/") + 1)}${stemOf(below)}`;
}
