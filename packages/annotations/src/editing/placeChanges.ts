import type { Change } from "./EditingState.ts";
import { changedFields, equalValues } from "./equalValues.ts";

/** How changes lie on what is there: they apply (as given here), are there already, or contradict it. */
export type Placement<Content extends object> =
  | { readonly name: "applies"; readonly changes: readonly Change<Content>[] }
  | { readonly name: "moot" }
  | { readonly name: "conflicts" };

export type Contents<Content extends object> = ReadonlyMap<string, Content>;

/**
 * Lays changes over what is there, field by field: where another field was changed meanwhile both stand, where the same
 * one was, they conflict. One change that conflicts makes all conflict.
 */
export function placeChanges<Content extends object>(
  changes: readonly Change<Content>[],
  there: Contents<Content>,
): Placement<Content> {
  const placed: Change<Content>[] = [];
  for (const change of changes) {
    const to = placedContent(change, there.get(change.id) ?? null);
    if (to === "conflicts") return { name: "conflicts" };
    if (to !== "moot") placed.push({ id: change.id, from: there.get(change.id) ?? null, to });
  }
  return placed.length === 0 ? { name: "moot" } : { name: "applies", changes: placed };
}

function placedContent<Content extends object>(
  { from, to }: Change<Content>,
  now: Content | null,
): Content | null | "moot" | "conflicts" {
  if (equalValues(now, to)) return "moot";
  if (now === null || from === null || to === null) return equalValues(now, from) ? to : "conflicts";
  const fields = changedFields(from, to);
  const differing = fields.filter((field) => !equalValues(now[field], to[field]));
  if (differing.length === 0) return "moot";
  if (!differing.every((field) => equalValues(now[field], from[field]))) return "conflicts";
  return { ...now, ...Object.fromEntries(differing.map((field) => [field, to[field]])) };
}

/** Lays placed changes over a map that the caller owns. */
export function applyChanges<Content extends object>(
  there: Map<string, Content>,
  changes: readonly Change<Content>[],
): void {
  for (const { id, to } of changes) {
    if (to === null) there.delete(id);
    else there.set(id, to);
  }
}

/** What takes changes back. */
export function inverseChanges<Content extends object>(changes: readonly Change<Content>[]): Change<Content>[] {
  return changes.map(({ id, from, to }) => ({ id, from: to, to: from }));
}
