import type { Leakage } from "@maskyard/annotations";
import { InvalidInputError } from "../errors/expectedErrors.ts";

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
 * Null where nothing leaks between the subsets of `what` ('split "a"', for example). A leak is refused with {@link InvalidInputError}, or with `allow`
 * told of.
 */
export function judgeLeakage(
  leakage: Omit<Leakage, "pairs">,
  what: string,
  { allow }: { readonly allow: boolean },
): AllowedLeakage | null {
  const { exactPairs, nearPairs, groupPairs, heldOutImages, groups, groupsLeaking } = leakage;
  if (heldOutImages === 0) return null;
  const found = { exactPairs, nearPairs, groupPairs, heldOutImages, groups, groupsLeaking };
  if (allow) return found;
  throw new InvalidInputError(
    `The ${what} leaks: ${heldOutImages} held-out ${heldOutImages === 1 ? "image resembles one" : "images resemble ones"} in ` +
      `an earlier subset (${listOf(found)}), so the metrics would be too optimistic. Create a split that keeps groups together, or launch with allowLeakage.`,
    "allowLeakage",
  );
}

function listOf({ exactPairs, nearPairs, groupPairs, groupsLeaking }: AllowedLeakage): string {
  const parts = [
    exactPairs > 0 ? `${exactPairs} identical` : "",
    nearPairs > 0 ? `${nearPairs} similar` : "",
    groupPairs > 0 ? `${groupPairs} in ${groupsLeaking} ${groupsLeaking === 1 ? "group" : "groups"}` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}
