import { UnauthenticatedError } from "../errors/expectedErrors.ts";
import type { Actor } from "./actor.ts";

/** The actor; throws {@link UnauthenticatedError} when nobody is signed in. */
export function signedInActor(context: { readonly actor: Actor | null }): Actor {
  if (context.actor === null) {
    throw new UnauthenticatedError();
  }
  return context.actor;
}
