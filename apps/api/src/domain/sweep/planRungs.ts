import { type RunConfiguration, rungLevels } from "@maskyard/store";
import { InvalidInputError } from "../errors/expectedErrors.ts";

export interface HalvingWish {
  readonly unit: "EPOCHS" | "STEPS";
  /** Epochs or steps until the first comparison. */
  readonly minResource: number;
  readonly reductionFactor: number;
}

/** Figures of an evaluation: what runs are compared by at a rung. */
const EVALUATED = /^val\/(segm|bbox)\/(AP|AP50|AP75|APs|APm|APl|AR1|AR10|AR100|ARs|ARm|ARl)$/;

/**
 * After how many epochs or steps the runs of a sweep are compared. Throws {@link InvalidInputError} where nothing would ever be: the rungs lie beyond the
 * runs' ends, no evaluation lies before these, or the metric is none of an evaluation's.
 */
export function planRungs(configurations: readonly RunConfiguration[], metric: string, wish: HalvingWish): number[] {
  if (!EVALUATED.test(metric)) {
    throw new InvalidInputError(
      `Runs are compared by an evaluation metric, for example val/segm/AP. ${JSON.stringify(metric)} is not one.`,
      "metric",
    );
  }
  const most = Math.max(...configurations.map((configuration) => resourceOf(configuration, wish.unit)));
  const levels = rungLevels(wish.minResource, wish.reductionFactor, most);
  const unit = wish.unit.toLowerCase();
  if (levels.length === 0) {
    throw new InvalidInputError(
      `The first comparison, after ${wish.minResource} ${unit}, is not before the runs end, at ${most} ${unit}. Lower minResource.`,
      "halving.minResource",
    );
  }
  if (configurations.every(({ epochs, evaluateEveryEpochs }) => evaluateEveryEpochs >= epochs)) {
    throw new InvalidInputError(
      "No run is evaluated before it ends, so none could be stopped early. Lower evaluateEveryEpochs.",
      "launch.configuration.evaluateEveryEpochs",
    );
  }
  return levels;
}

function resourceOf({ epochs, maxSteps }: RunConfiguration, unit: HalvingWish["unit"]): number {
  if (unit === "EPOCHS") {
    return epochs;
  }
  if (maxSteps === null) {
    throw new InvalidInputError(
      "Counting rungs in steps requires maxSteps. Set it, or count in epochs.",
      "halving.unit",
    );
  }
  return maxSteps;
}
