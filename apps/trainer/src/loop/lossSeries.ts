import type { LossName } from "@maskyard/model";
import type { LossPart } from "@maskyard/store";

/** torchvision's names of the losses, and the series they are recorded as. */
export const seriesOfLoss: Record<LossName, string> = {
  loss_classifier: "loss/classifier",
  loss_box_reg: "loss/box_reg",
  loss_mask: "loss/mask",
  loss_objectness: "loss/objectness",
  loss_rpn_box_reg: "loss/rpn_box_reg",
};

/** The parts that single images' losses are stored as. */
export const partOfLoss: Record<LossName, LossPart> = {
  loss_classifier: "classifier",
  loss_box_reg: "boxRegression",
  loss_mask: "mask",
  loss_objectness: "objectness",
  loss_rpn_box_reg: "rpnBoxRegression",
};

/** "classifier 0.412, box_reg 0.101, ..." */
export function describeLosses(losses: Record<LossName, number>): string {
  return Object.entries(seriesOfLoss)
    .map(([name, series]) => `${series.slice("loss/".length)} ${losses[name as LossName].toFixed(3)}`)
    .join(", ");
}
