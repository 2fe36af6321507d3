import { createHash } from "node:crypto";
import type { Weights } from "./readWeights.ts";

/**
 * torch.hub names a file by the first digits of its SHA-256: maskrcnn_resnet50_fpn_coco-bf2d0c1e.pth is torchvision's
 * MaskRCNN_ResNet50_FPN_Weights.COCO_V1, which it loads with `overwrite_eps(model, 0.0)` (models/detection/mask_rcnn.py).
 */
const publishedWithoutEps = ["bf2d0c1e"];

/**
 * The norms' eps that weights were made with: what a checkpoint of ours says, 0 for torchvision's published COCO_V1.
 *
 * @param bytes the whole file, as it came
 * @returns null where neither the file's metadata nor its hash tells
 */
export function normEpsOf({ metadata }: Pick<Weights, "metadata">, bytes: Uint8Array): number | null {
  const recorded = metadata.modelConfiguration === undefined ? undefined : recordedEps(metadata.modelConfiguration);
  if (recorded !== undefined) return recorded;
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return publishedWithoutEps.some((digits) => sha256.startsWith(digits)) ? 0 : null;
}

function recordedEps(modelConfiguration: string): number | undefined {
  try {
    const eps: unknown = JSON.parse(modelConfiguration)?.backbone?.normEps;
    return typeof eps === "number" ? eps : undefined;
  } catch {
    return undefined; // metadata is anybody's to write: one that is no JSON tells nothing
  }
}
