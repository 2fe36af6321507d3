"use client";

import { useCallback, useRef, useState } from "react";

export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** With `isRange` everything from the one toggled last to this one becomes what this one becomes. */
  readonly toggle: (index: number, isRange: boolean) => void;
  readonly clear: () => void;
}

/**
 * Which images of a list are chosen, by their ids.
 *
 * @param idsOf the ids from one place of the list to another, both included; null where they could not be read
 */
export function useSelection(idsOf: (from: number, to: number) => Promise<readonly string[] | null>): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<number | null>(null);
  const latest = useRef({ ids, idsOf });
  latest.current = { ids, idsOf };

  const toggle = useCallback(async (index: number, isRange: boolean) => {
    const from = isRange && last.current !== null ? last.current : index;
    const range = await latest.current.idsOf(Math.min(from, index), Math.max(from, index));
    const toggled = range?.[from <= index ? range.length - 1 : 0];
    if (!range || toggled === undefined) return;
    last.current = index;
    const isAdded = !latest.current.ids.has(toggled);
    setIds((before) => {
      const next = new Set(before);
      for (const id of range) {
        if (isAdded) next.add(id);
        else next.delete(id);
      }
      return next;
    });
  }, []);
  const clear = useCallback(() => {
    last.current = null;
    setIds((before) => (before.size === 0 ? before : new Set()));
  }, []);
  return { ids, toggle, clear };
}
