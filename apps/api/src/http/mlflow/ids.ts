import { NotFoundError } from "../../domain/errors/expectedErrors.ts";

/** MLflow's clients pass ids as 32 hexadecimal digits: ours without the dashes. */
export function mlflowId(uuid: string): string {
  return uuid.replaceAll("-", "");
}

/** The row's id. Throws {@link NotFoundError} for anything that is none. */
export function rowIdOf(id: string, what: string): string {
  const digits = id.replaceAll("-", "").toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) {
    throw new NotFoundError(`There is no ${what} with the id ${JSON.stringify(id.slice(0, 80))}.`);
  }
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
