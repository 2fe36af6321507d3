import type { Actor } from "../access/actor.ts";
import type { WorkContext } from "../work/Work.ts";
import { applyFix, type FixRequest } from "./fixFindings.ts";

interface FixInput {
  readonly actor: Actor;
  readonly request: FixRequest;
}

/** Fixes findings for an actor who may; gives the fix's id. */
export default async function fix({ actor, request }: FixInput, context: WorkContext): Promise<string> {
  return applyFix(await context.store(), actor, request, context.progress);
}
