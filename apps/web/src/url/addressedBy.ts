/** How an address names a run or a sweep: by its number, by its id, or by nothing that could be either. */
export type AddressedBy =
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "nothing" };

/** As many as a number in the graph may be large. */
const NUMBER_MOST = 2_147_483_647;

/**
 * Reads the last part of `/p/SLUG/runs/12`, `/runs/12` or `/runs/ID`. Below a project's slug things have numbers only; an id of digits alone does not
 * exist.
 */
export function addressedBy(name: string, project: string | null): AddressedBy {
  if (/^\d+$/.test(name)) {
    const number = Number(name);
    return number >= 1 && number <= NUMBER_MOST ? { kind: "number", number } : { kind: "nothing" };
  }
  return project === null && name !== "" ? { kind: "id", id: name } : { kind: "nothing" };
}
