import type { ReadContext } from "../reading/FormatReader.ts";

/** The subset of each image by its id, as ImageSets lists them. */
export async function readImageSets({ others, use }: ReadContext): Promise<Map<string, string>> {
  const subsets = new Map<string, string>();
  for (const file of others) {
    const [, name] = /(?:^|\/)ImageSets\/[^/]+\/([^/]+)\.txt$/.exec(file.path) ?? [];
    if (name === undefined) continue;
    use(file);
    if (name !== "train" && name !== "val" && name !== "test") continue;
    for (const line of (await file.text()).split(/\r\n|\n|\r/)) if (line.trim() !== "") subsets.set(line.trim(), name);
  }
  return subsets;
}
