import { zipSync } from "fflate";
import { makePicture } from "./makePicture.ts";

interface CocoZipOptions {
  readonly images?: number;
  /** Squares a picture gets, of two categories by turns. */
  readonly annotationsPerImage?: number;
  readonly widthPx?: number;
  readonly heightPx?: number;
  /** Further files, or others in their place. */
  readonly files?: Record<string, Uint8Array>;
}

/** A small data set in COCO's form: pictures `images/000.jpg` …, squares of categories car and sign. */
export async function makeCocoZip(options: CocoZipOptions = {}): Promise<Uint8Array> {
  const { images = 4, annotationsPerImage = 2, widthPx = 64, heightPx = 48, files = {} } = options;
  const entries: Record<string, Uint8Array> = {};
  const document = {
    images: [] as unknown[],
    annotations: [] as unknown[],
    categories: [
      { id: 1, name: "car" },
      { id: 2, name: "sign" },
    ],
  };
  for (let image = 0; image < images; image += 1) {
    const name = `images/${String(image).padStart(3, "0")}.jpg`;
    entries[name] = await makePicture({ widthPx, heightPx, seed: image + 1 });
    document.images.push({ id: image, file_name: name, width: widthPx, height: heightPx });
    for (let annotation = 0; annotation < annotationsPerImage; annotation += 1) {
      const x = 4 + 10 * annotation;
      document.annotations.push({
        id: image * 100 + annotation,
        image_id: image,
        category_id: 1 + (annotation % 2),
        bbox: [x, 5, 8, 8],
        area: 64,
        iscrowd: 0,
        segmentation: [[x, 5, x + 8, 5, x + 8, 13, x, 13]],
      });
    }
  }
  entries["annotations.json"] = Buffer.from(JSON.stringify(document));
  return zipSync({ ...entries, ...files });
}
