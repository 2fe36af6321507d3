import type { Split } from "@maskyard/store/prisma";
import type { Pool } from "pg";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { readLeakage } from "./readLeakage.ts";

/** What a run keeps of a leak it was launched in spite of. */
export interface AllowedLeakage {
  readonly exactPairs: number;
  readonly nearPairs: number;
  readonly groupPairs: number;
  readonly heldOutImages: number;
  readonly groups: number;
  readonly groupsLeaking: number;
}

/**
 * Null for a split that keeps its subsets apart. A leaking one is refused with {@link InvalidInputError}, or with `allow` told of.
 */
export async function checkLeakage(
  pool: Pool,
  split: Pick<Split, "id" | "name" | "grouping">,
  { allow }: { readonly allow: boolean },
): Promise<AllowedLeakage | null> {
  const { exactPairs, nearPairs, groupPairs, heldOutImages, groups, groupsLeaking } = await readLeakage(pool, split);
  if (heldOutImages === 0) return null;
  const found = { exactPairs, nearPairs, groupPairs, heldOutImages, groups, groupsLeaking };
  if (allow) return found;
  throw new InvalidInputError(
    `The split "${split.name}" leaks: ${heldOutImages} held-out ${heldOutImages === 1 ? "image has its" : "images have their"} like in ` +
      `an earlier subset (${listOf(found)}), so the figures would flatter. Make a split locked by group, or launch with allowLeakage.`,
    "allowLeakage",
  );
}

function listOf({ exactPairs, nearPairs, groupPairs, groupsLeaking }: AllowedLeakage): string {
  const parts = [
    exactPairs > 0 ? `${exactPairs} by the same bytes` : "",
    nearPairs > 0 ? `${nearPairs} by looks` : "",
    groupPairs > 0 ? `${groupPairs} by ${groupsLeaking} ${groupsLeaking === 1 ? "group" : "groups"}` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}
