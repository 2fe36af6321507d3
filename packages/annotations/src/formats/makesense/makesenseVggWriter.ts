import { via1Entry } from "../via/via1Writer.ts";
import { viaJson } from "../via/viaJson.ts";
import type { ViaOutputRegion } from "../via/viaRegion.ts";
import { viaWriter } from "../via/viaWriter.ts";
import type { FormatWriter } from "../writing/OutputFile.ts";

/** makesense's VGG JSON: VIA 1's, keyed by file name alone, the first point of an outline once more as its last. */
export const makesenseVggWriter: FormatWriter = {
  ...viaWriter,
  *files(context) {
    const content = viaJson(context, (filename, regions) => ({
      key: filename,
      entry: via1Entry(filename, regions.map(closed)),
    }));
    yield { path: "makesense_vgg.json", content };
  },
};

function closed(region: ViaOutputRegion): ViaOutputRegion {
  const { shape_attributes: shape } = region;
  if (shape.name === "rect") return region;
  const again = (values: readonly number[]) => [...values, ...values.slice(0, 1)];
  const { all_points_x, all_points_y } = shape;
  return {
    ...region,
    shape_attributes: { ...shape, all_points_x: again(all_points_x), all_points_y: again(all_points_y) },
  };
}
