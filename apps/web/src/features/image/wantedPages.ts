export const PAGE_IMAGES = 40;

/** The pages that rows in sight stand on, and one before and one after them: scrolling on finds these there. The nearest first. */
export function wantedPages(first: number, last: number, totalCount: number): number[] {
  const lastPage = Math.max(0, Math.ceil(totalCount / PAGE_IMAGES) - 1);
  const [from, to] = [first, Math.max(first, last)].map((index) =>
    Math.min(lastPage, Math.max(0, Math.floor(index / PAGE_IMAGES))),
  ) as [number, number];
  const seen = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return [...seen, ...(to < lastPage ? [to + 1] : []), ...(from > 0 ? [from - 1] : [])];
}
