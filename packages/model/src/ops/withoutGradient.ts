import type { Tensor, Tensor4D, TensorFlow } from "../tensorFlow.ts";
import { defineOp } from "./registerOp.ts";

/**
 * torch.no_grad for a stage whose weights are all frozen: its own intermediate results are freed at once instead of being
 * kept for a gradient that nobody asks for. The result is a constant to the gradient.
 */
export function withoutGradient(tf: TensorFlow, x: Tensor4D, stage: (x: Tensor4D) => Tensor4D): Tensor4D {
  return op(tf, { x }, { stage }) as Tensor4D;
}

const op = defineOp<{ x: Tensor }, { stage: (x: Tensor4D) => Tensor4D }>({
  name: "MaskyardWithoutGradient",
  saved: { inputs: [] },
  // Within a kernel tfjs records nothing.
  forward: (_tf, { x }, { stage }) => stage(x as Tensor4D),
  backward: () => ({
    x: () => {
      throw new Error("withoutGradient: the stage was said to be frozen, with frozen stages below it");
    },
  }),
});
