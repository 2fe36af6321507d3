"use client";

import { Table } from "@mantine/core";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";

interface VirtualRowsProps {
  readonly count: number;
  readonly columnCount: number;
  /** About as high as a row is; each is measured once it is there. */
  readonly rowPx: number;
  /** The same function as long as the rows are: with another one all rows are measured anew. */
  readonly keyOf: (index: number) => string;
  readonly renderRow: (index: number, measure: (row: HTMLElement | null) => void) => ReactNode;
}

/** The body of a table whose rows are all at hand: those that are on the screen, of any number. */
export function VirtualRows(props: VirtualRowsProps) {
  const { count, columnCount, rowPx, keyOf, renderRow } = props;
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const top = bodyRef.current?.getBoundingClientRect().top;
    if (top !== undefined) setOffset(top + window.scrollY);
  }, []);
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => rowPx,
    overscan: 12,
    scrollMargin: offset,
    getItemKey: keyOf,
  });
  const items = virtualizer.getVirtualItems();
  const above = (items[0]?.start ?? offset) - offset;
  const below = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? offset) - offset);
  return (
    <Table.Tbody ref={bodyRef}>
      <Gap height={above} columnCount={columnCount} />
      {items.map(({ index }) => renderRow(index, virtualizer.measureElement))}
      <Gap height={below} columnCount={columnCount} />
    </Table.Tbody>
  );
}

/** Stands for the rows that are not on the screen. */
function Gap({ height, columnCount }: { height: number; columnCount: number }) {
  if (height <= 0) return null;
  return (
    <tr>
      <td colSpan={columnCount} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}
