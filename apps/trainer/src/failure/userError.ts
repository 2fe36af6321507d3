/**
 * The run cannot succeed as it was launched (no annotations, a bad setting, a diverging loss): trying again would end the
 * same way, so the run fails at once with this message. Written for the person who launched it.
 */
export class UserError extends Error {
  override name = "UserError";
}

/** What is learned is no finite number any more; alerts tell of it as that. */
export class DivergedError extends UserError {
  override name = "DivergedError";
}
