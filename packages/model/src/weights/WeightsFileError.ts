/** A weights file is broken, hostile, or does not fit the model. */
export class WeightsFileError extends Error {
  override readonly name = "WeightsFileError";
}
