import type { Prisma } from "@maskyard/store/prisma";
import type { Actor } from "../access/actor.ts";
import { memberOf } from "../access/memberOf.ts";

/** A Prisma filter on imports: those of the actor's projects, also where the dataset went with an import that failed. */
export function importsOf(actor: Actor | null): { OR: Prisma.ImportWhereInput[] } {
  return { OR: [{ dataset: { project: memberOf(actor) } }, { project: memberOf(actor) }] };
}
