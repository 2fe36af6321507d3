import type { RingPx } from "../document/types.ts";
import { SeededRandom } from "../random/SeededRandom.ts";

/**
 * Rings as people and models make them: outlines of 3 to 200 points with a wobble, some of them with points out of order, so that they
 * cross themselves a few times, some with a hole cut out by a seam, some on whole pixels.
 */
export function seededRings(seed: number, count: number): RingPx[] {
  const random = new SeededRandom(seed);
  const uniform = (from: number, to: number) => from + random.nextFloat() * (to - from);
  return Array.from({ length: count }, (_, index) => {
    const points = Math.floor(uniform(3, index % 3 === 0 ? 200 : 40));
    const [x, y, radius] = [uniform(100, 1900), uniform(100, 900), uniform(5, 400)];
    const around = (share: number) =>
      Array.from({ length: points }, (_, i) => {
        const angle = (2 * Math.PI * (i + uniform(-0.3, 0.3))) / points;
        const reach = share * radius * uniform(0.8, 1);
        return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)] as [number, number];
      });
    const outline = around(1);
    if (index % 4 === 1 && points > 4) {
      const at = Math.floor(uniform(0, points - 2));
      [outline[at], outline[at + 2]] = [outline[at + 2] as [number, number], outline[at] as [number, number]];
    }
    const inner = index % 8 === 2 ? around(0.3).reverse() : [];
    const ring = [...outline, ...(inner.length === 0 ? [] : [outline[0], ...inner, inner[0]])].flatMap(
      (point) => point ?? [],
    );
    return index % 5 === 0 ? ring.map(Math.round) : ring;
  });
}
