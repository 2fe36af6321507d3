import { type LossName, lossNames } from "../images/images.ts";
import type { Tensor, TensorFlow } from "../tensorFlow.ts";
import type { Losses, LossesAndGradients } from "./lossesAndGradients.ts";

/** The parts of one step, added up: each weighs as many images as it has. */
export class GatheredGradients {
  private gradients = new Map<string, Tensor>();
  private summed: Losses | null = null;
  private images: Losses[] = [];
  private partCount = 0;

  constructor(private readonly tf: TensorFlow) {}

  /** How many parts were added since the last `clear`. */
  get parts(): number {
    return this.partCount;
  }

  /**
   * Takes the gradients over.
   *
   * @param share of the step's images that are in this part, 0 to 1
   */
  add({ losses, perImageLosses, gradients }: LossesAndGradients, share: number): void {
    this.partCount++;
    this.images.push(...perImageLosses);
    const weighted = share === 1 ? losses : mapLosses((name) => losses[name] * share);
    const before = this.summed;
    this.summed = before === null ? weighted : mapLosses((name) => before[name] + weighted[name]);
    for (const [name, gradient] of gradients) {
      const sum = this.gradients.get(name);
      // A step in one part, the usual case, passes its gradients through as they are.
      const next =
        share === 1
          ? gradient
          : this.tf.tidy(() => {
              const part = this.tf.mul(gradient, share);
              return sum === undefined ? part : this.tf.add(sum, part);
            });
      if (next !== gradient) gradient.dispose();
      sum?.dispose();
      this.gradients.set(name, next);
    }
  }

  /** @throws Error when nothing was added */
  get result(): LossesAndGradients {
    if (this.summed === null) throw new Error("GatheredGradients.result: expected one part at least, got none");
    return { losses: this.summed, perImageLosses: this.images, gradients: this.gradients };
  }

  clear(): void {
    for (const gradient of this.gradients.values()) gradient.dispose();
    this.gradients = new Map();
    this.summed = null;
    this.images = [];
    this.partCount = 0;
  }
}

function mapLosses(value: (name: LossName) => number): Losses {
  return Object.fromEntries(lossNames.map((name) => [name, value(name)])) as Losses;
}
