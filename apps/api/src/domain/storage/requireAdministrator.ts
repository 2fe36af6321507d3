import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ForbiddenError } from "../errors/expectedErrors.ts";

/** The files of all projects lie in one folder: looking after it is for the person that the server was set up for. */
export function requireAdministrator({ environment }: Pick<Services, "environment">, actor: Actor): void {
  if (actor.email.toLowerCase() !== environment.adminEmail.toLowerCase()) {
    throw new ForbiddenError("Only the administrator of the server can do this.");
  }
}
