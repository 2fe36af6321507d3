import { augment } from "@maskyard/model";
import { buildTarget } from "./buildTarget.ts";
import { decodeImage } from "./decodeImage.ts";
import type { ImageCache } from "./imageCache.ts";
import type { Sample, SampleRequest } from "./sample.ts";

/** Decodes (or finds in the cache), draws the masks and augments. The result shares no memory with the cache. */
export async function makeSample(request: SampleRequest, cache: ImageCache): Promise<Sample> {
  let decoded = cache.get(request.cacheKey);
  if (!decoded) {
    decoded = await decodeImage(request.path, request);
    cache.put(request.cacheKey, decoded);
  }
  const image = { ...decoded, pixels: decoded.pixels.slice() };
  const { learning } = request;
  if (!learning) {
    return {
      image,
      target: { boxesXyxyPx: new Float32Array(0), labels: new Int32Array(0), masks: [] },
      augmentation: null,
      emptyMaskCount: 0,
    };
  }
  const { target, emptyMaskCount } = buildTarget(learning.annotations, image.heightPx, image.widthPx);
  return { ...augment(image, target, learning.augmentation, learning.keys), emptyMaskCount };
}
