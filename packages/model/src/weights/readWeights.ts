import { loadSafetensors, type NamedArray } from "./safetensors.ts";
import { isLegacyTorch, isZip, readLegacyTorch, readTorchZip } from "./torchFile.ts";
import { WeightsFileError } from "./WeightsFileError.ts";

export type WeightsFormat = "safetensors" | "torch-zip" | "torch-legacy";

export interface Weights {
  format: WeightsFormat;
  /** By torchvision's current names, in PyTorch's layout. */
  arrays: Map<string, NamedArray>;
  /** Empty for torch's formats. */
  metadata: Record<string, string>;
}

/**
 * The tensors of a weights file, whose format is told by its content: safetensors, or a state dict as torch.save writes it.
 *
 * @throws WeightsFileError naming the tensor and what is wrong with it
 */
export function readWeights(bytes: Uint8Array): Weights {
  if (isZip(bytes)) return { format: "torch-zip", arrays: withCurrentNames(readTorchZip(bytes)), metadata: {} };
  if (isLegacyTorch(bytes))
    return { format: "torch-legacy", arrays: withCurrentNames(readLegacyTorch(bytes)), metadata: {} };
  // The JSON header starts behind its length.
  if (bytes.length > 8 && bytes[8] !== "{".charCodeAt(0)) {
    throw new WeightsFileError("neither a safetensors file nor one that torch.save wrote");
  }
  const { arrays, metadata } = loadSafetensors(bytes);
  return { format: "safetensors", arrays: withCurrentNames(arrays), metadata };
}

/**
 * torchvision before 0.14 named some layers otherwise (the `_load_from_state_dict` of its RPNHead, MaskRCNNHeads and
 * FeaturePyramidNetwork), and files of that time are still around.
 */
function withCurrentNames(arrays: Map<string, NamedArray>): Map<string, NamedArray> {
  return new Map(Array.from(arrays, ([name, array]) => [currentName(name), array]));
}

export function currentName(name: string): string {
  return name
    .replace(/^rpn\.head\.conv\.(weight|bias)$/, "rpn.head.conv.0.0.$1")
    .replace(/^(backbone\.fpn\.(?:inner|layer)_blocks\.\d+)\.(weight|bias)$/, "$1.0.$2")
    .replace(
      /^roi_heads\.mask_head\.mask_fcn(\d+)\.(weight|bias)$/,
      (_, place: string, kind: string) => `roi_heads.mask_head.${Number(place) - 1}.0.${kind}`,
    );
}
