import type { StopReason } from "../protocol/parentMessages.ts";

/** Whether somebody asked the training to stop. Looked at between steps. */
export class TrainingControl {
  #reason: StopReason | null = null;

  requestStop(reason: StopReason): void {
    this.#reason ??= reason;
  }

  get stopRequested(): boolean {
    return this.#reason !== null;
  }

  get stopReason(): StopReason | null {
    return this.#reason;
  }
}
