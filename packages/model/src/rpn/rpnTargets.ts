/** torchvision/models/detection/rpn.py: assign_targets_to_anchors and the sampling in compute_loss. */

import { samplePositivesAndNegatives } from "../boxes/balancedSampler.ts";
import { encodeBoxes } from "../boxes/boxCoder.ts";
import { belowLowThreshold, matchBoxes } from "../boxes/matcher.ts";
import type { RpnConfiguration } from "../configuration/configuration.ts";
import type { Random } from "../random/random.ts";

/** The anchors of one image to train the RPN on. Indices count through all levels, P2 first. */
export interface RpnSample {
  positives: Int32Array;
  negatives: Int32Array;
  /** `[positives, 4]`, what the head should predict. */
  positiveDeltas: Float32Array;
}

/**
 * @param anchorsXyxyPx `[n, 4]`, all levels one after another
 * @param truthXyxyPx `[m, 4]` in pixels of the padded batch
 */
export function sampleAnchors(
  anchorsXyxyPx: Float32Array,
  truthXyxyPx: Float32Array,
  configuration: RpnConfiguration,
  random: Random,
): RpnSample {
  const matches = matchBoxes(anchorsXyxyPx, truthXyxyPx, { ...configuration, allowLowQualityMatches: true });
  const labels = matches.map((match) => (match >= 0 ? 1 : match === belowLowThreshold ? 0 : -1));
  const { positives, negatives } = samplePositivesAndNegatives(labels, configuration, random);
  const references = new Float32Array(positives.length * 4);
  const targets = new Float32Array(positives.length * 4);
  positives.forEach((anchor, position) => {
    const truth = matches[anchor] as number;
    references.set(anchorsXyxyPx.subarray(anchor * 4, anchor * 4 + 4), position * 4);
    targets.set(truthXyxyPx.subarray(truth * 4, truth * 4 + 4), position * 4);
  });
  return { positives, negatives, positiveDeltas: encodeBoxes(targets, references, [1, 1, 1, 1]) };
}
