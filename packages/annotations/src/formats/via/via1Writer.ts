import type { FormatWriter } from "../writing/OutputFile.ts";
import { viaJson } from "./viaJson.ts";
import type { ViaOutputRegion } from "./viaRegion.ts";
import { viaWriter } from "./viaWriter.ts";

/** VIA 1 JSON, as many training scripts still read it: regions are an object, by their number. */
export const via1Writer: FormatWriter = {
  ...viaWriter,
  *files(context) {
    const content = viaJson(context, (filename, regions) => ({
      key: `${filename}-1`,
      entry: via1Entry(filename, regions),
    }));
    yield { path: "via_region_data.json", content };
  },
};

/** An image as VIA 1 writes it; its bytes are not known. */
export function via1Entry(filename: string, regions: readonly ViaOutputRegion[]): object {
  return { fileref: "", size: -1, filename, base64_img_data: "", file_attributes: {}, regions: { ...regions } };
}
