"use client";

import { Loader, Table } from "@mantine/core";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { memo, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { NO_PAGES, type PageInSight, type PageRead, pagesInSight, rowCount, withPage } from "./pages.ts";

/** Rows that are drawn above and below those in sight. */
const ROWS_AROUND = 12;

interface PagedRowsProps {
  readonly pageRows: number;
  readonly columnCount: number;
  /** Every row is exactly as high as this. */
  readonly rowPx: number;
  /** Draws the rows of a page that are in sight and tells by `onRead` what it read. */
  readonly renderPage: (page: PageInSight, onRead: (index: number, page: PageRead) => void) => ReactNode;
}

/**
 * The body of a table of any number of rows: only pages in sight are read, each by a query of its own, and only rows in sight are drawn. Of another list (another
 * filter, another order) it is to be made anew, by its key.
 */
export function PagedRows({ pageRows, columnCount, rowPx, renderPage }: PagedRowsProps) {
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  const [offset, setOffset] = useState(0);
  const [pages, setPages] = useState(NO_PAGES);
  const onRead = useCallback(
    (index: number, page: PageRead) => setPages((before) => withPage(before, index, page)),
    [],
  );
  useLayoutEffect(() => {
    const measure = () => {
      const top = bodyRef.current?.getBoundingClientRect().top;
      if (top !== undefined) setOffset(Math.round(top + window.scrollY));
    };
    measure();
    // What stands above may grow: a message below the filter, another group that is opened.
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  const count = rowCount(pages, pageRows);
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => rowPx,
    overscan: ROWS_AROUND,
    scrollMargin: offset,
  });
  const items = virtualizer.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? -1];
  const inSight = pagesInSight(pages, first, last, pageRows);
  const drawn = inSight.reduce((sum, { from, to }) => sum + to - from, 0);
  return (
    <Table.Tbody ref={bodyRef}>
      <Gap rows={first} rowPx={rowPx} columnCount={columnCount} />
      {inSight.map((page) => (
        <Page key={`${page.index} ${page.after}`} {...page} renderPage={renderPage} onRead={onRead} />
      ))}
      <Gap rows={count - first - drawn} rowPx={rowPx} columnCount={columnCount} />
    </Table.Tbody>
  );
}

type PageProps = PageInSight & Pick<PagedRowsProps, "renderPage"> & { onRead: (index: number, page: PageRead) => void };

/** A page of which the same rows are in sight is not drawn again. */
const Page = memo(function Page({ renderPage, onRead, ...page }: PageProps) {
  return renderPage(page, onRead);
});

/** Tells what was read of a page, when that changes. */
export function useTellPage(
  index: number,
  page: PageRead | null,
  onRead: (index: number, page: PageRead) => void,
): void {
  const [count, end] = [page?.count, page?.end ?? null];
  useEffect(() => {
    if (count !== undefined) onRead(index, { count, end });
  }, [index, count, end, onRead]);
}

/** Stands for rows of a page that is being read. */
export function LoadingRows({ rows, rowPx, columnCount }: { rows: number; rowPx: number; columnCount: number }) {
  return (
    <Table.Tr>
      <Table.Td colSpan={columnCount} ta="center" style={{ height: rows * rowPx, padding: 0 }}>
        <Loader size="xs" aria-label="Loading more runs" />
      </Table.Td>
    </Table.Tr>
  );
}

/** Stands for the rows that are not in sight. */
function Gap({ rows, rowPx, columnCount }: { rows: number; rowPx: number; columnCount: number }) {
  if (rows <= 0) return null;
  return (
    <tr>
      <td colSpan={columnCount} style={{ height: rows * rowPx, padding: 0, border: 0 }} />
    </tr>
  );
}
