/**
 * Pages of a list as they are scrolled to, each read by the end of the page before it. All of them are full but the last one. What is known of each: where it
 * ends, and how many rows it has.
 */
export interface Pages {
  readonly read: readonly PageRead[];
}

export interface PageRead {
  readonly count: number;
  /** Where the next page begins; null where this is the last one. */
  readonly end: string | null;
}

/** A page that is in sight. */
export interface PageInSight {
  readonly index: number;
  /** The end of the page before; null for the first page. */
  readonly after: string | null;
  /** Its first row within the list. */
  readonly firstRow: number;
  /** Rows of it to draw, from `from` up to, not including, `to`; counted within the page. */
  readonly from: number;
  readonly to: number;
}

export const NO_PAGES: Pages = { read: [] };

/** A page was read, for the first time or anew. Where it ends elsewhere than before, the pages after it are other ones: they are read anew when they come into sight. */
export function withPage(pages: Pages, index: number, page: PageRead): Pages {
  const before = pages.read[index];
  if (before && before.count === page.count && before.end === page.end) return pages;
  // A page that is not the next one was asked for with a cursor that no longer counts.
  if (index > pages.read.length) return pages;
  return { read: [...pages.read.slice(0, index), page] };
}

/** Rows that are known, and those of the page that comes next, as far as there is one. */
export function rowCount({ read }: Pages, pageRows: number): number {
  const known = read.reduce((sum, { count }) => sum + count, 0);
  const last = read.at(-1);
  return last === undefined || last.end !== null ? known + pageRows : known;
}

/** The pages that hold the rows from `firstRow` to `lastRow`, and no page whose beginning is not known yet. */
export function pagesInSight({ read }: Pages, firstRow: number, lastRow: number, pageRows: number): PageInSight[] {
  const found: PageInSight[] = [];
  let pageStart = 0;
  for (let index = 0; index <= read.length; index++) {
    const after = index === 0 ? null : (read[index - 1]?.end ?? null);
    if (index > 0 && after === null) break;
    const count = read[index]?.count ?? pageRows;
    const [from, to] = [Math.max(0, firstRow - pageStart), Math.min(count, lastRow - pageStart + 1)];
    if (from < to) found.push({ index, after, firstRow: pageStart, from, to });
    pageStart += count;
  }
  return found;
}
