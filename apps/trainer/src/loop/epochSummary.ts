import { type LossName, lossNames } from "@maskyard/model";
import { describeLosses } from "./lossSeries.ts";

/** Means over the steps of an epoch that this attempt took. */
export class EpochSummary {
  #steps = 0;
  #totalLoss = 0;
  #stepMs = 0;
  #dataWaitMs = 0;
  readonly #losses = Object.fromEntries(lossNames.map((name) => [name, 0])) as Record<LossName, number>;

  add(step: { totalLoss: number; losses: Record<LossName, number>; stepMs: number; dataWaitMs: number }): void {
    this.#steps++;
    this.#totalLoss += step.totalLoss;
    this.#stepMs += step.stepMs;
    this.#dataWaitMs += step.dataWaitMs;
    for (const name of lossNames) this.#losses[name] += step.losses[name];
  }

  get steps(): number {
    return this.#steps;
  }

  get meanLoss(): number {
    return this.#totalLoss / this.#steps;
  }

  describe(epoch: number, totalEpochs: number, learningRate: number): string {
    const means = Object.fromEntries(lossNames.map((name) => [name, this.#losses[name] / this.#steps]));
    const seconds = (this.#stepMs + this.#dataWaitMs) / 1000;
    const waitPercent = (100 * this.#dataWaitMs) / (this.#stepMs + this.#dataWaitMs);
    return (
      `epoch ${epoch} of ${totalEpochs}: mean loss ${this.meanLoss.toFixed(3)} ` +
      `(${describeLosses(means as Record<LossName, number>)}), learning rate ${learningRate.toPrecision(3)}, ` +
      `${this.#steps} steps in ${seconds.toFixed(1)} s (${(this.#stepMs / this.#steps / 1000).toFixed(2)} s a step, ` +
      `${waitPercent.toFixed(1)} % waiting for images)`
    );
  }
}
