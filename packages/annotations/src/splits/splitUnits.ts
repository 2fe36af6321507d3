import { SplitError, type SplitImage } from "./types.ts";

/** Images that go to one subset together: a whole group, or an image that stands alone. */
export interface SplitUnit {
  readonly keys: readonly string[];
  readonly instances: ReadonlyMap<string, number>;
}

/**
 * Gathers groups into units, in an order that depends on the keys only, so that a split does not change with the order
 * in which a database happens to return its rows.
 * @throws SplitError when a key comes twice.
 */
export function splitUnits(images: readonly SplitImage[]): SplitUnit[] {
  const sorted = [...images].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const units = new Map<string, { keys: string[]; instances: Map<string, number> }>();
  sorted.forEach((image, i) => {
    if (i > 0 && sorted[i - 1]?.key === image.key) throw new SplitError(`image ${image.key} is listed twice`);
    const hasGroup = image.group !== undefined && image.group !== null;
    const id = hasGroup ? `group ${image.group}` : `image ${image.key}`;
    const unit = units.get(id) ?? { keys: [], instances: new Map<string, number>() };
    unit.keys.push(image.key);
    for (const [stratum, count] of Object.entries(image.instances ?? {})) {
      unit.instances.set(stratum, (unit.instances.get(stratum) ?? 0) + count);
    }
    units.set(id, unit);
  });
  return [...units.values()];
}
