import { v7 } from "uuid";

/** A UUID version 7: ids made later in this process sort later, so "ORDER BY id" is the order of making. */
export function newId(): string {
  return v7();
}
