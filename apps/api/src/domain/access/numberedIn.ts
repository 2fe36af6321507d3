import type { Actor } from "./actor.ts";
import { memberOf } from "./memberOf.ts";

interface ProjectNumber {
  /** Slug of the project; any that the actor sees when absent. */
  readonly project?: string | null | undefined;
  readonly number: number;
}

/** A Prisma filter on what is numbered within projects: that number, in a project the actor is a member of. */
export function numberedIn(actor: Actor | null, { project, number }: ProjectNumber) {
  return { number, project: { ...memberOf(actor), ...(project == null ? {} : { slug: project }) } };
}

/** The one row of at most two that were found; null where there is none, and where one would have to guess between two. */
export function theOnly<Row>(found: readonly Row[]): Row | null {
  return found.length === 1 ? (found[0] as Row) : null;
}
