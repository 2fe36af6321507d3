import type { LossName } from "../images/images.ts";
import type { Losses } from "./lossesAndGradients.ts";

/** A loss became infinite or not a number; training cannot go on from it. */
export class NonFiniteLossError extends Error {
  override readonly name = "NonFiniteLossError";

  /**
   * @param step counted from 0
   * @param lossNames those that are not finite
   * @param perImageLosses of the images that were together in the engine
   */
  constructor(
    readonly step: number,
    readonly lossNames: LossName[],
    readonly losses: Losses,
    readonly perImageLosses: Losses[],
  ) {
    const listed = lossNames.map((name) => `${name} = ${losses[name]}`).join(", ");
    super(`step ${step}: ${listed}. The learning rate may be too high, or the warm-up too short.`);
  }
}
