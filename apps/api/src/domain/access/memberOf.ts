import type { Actor } from "./actor.ts";

/** A user id that no row has: filters built for nobody match nothing. */
const nobody = "";

/** A Prisma filter on projects: those the actor is a member of. */
export function memberOf(actor: Actor | null): { members: { some: { userId: string } } } {
  return { members: { some: { userId: actor?.userId ?? nobody } } };
}
