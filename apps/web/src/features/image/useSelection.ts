"use client";

import { useCallback, useMemo, useRef, useState } from "react";

export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** With `isRange` everything from the one toggled last to this one becomes what this one becomes. */
  readonly toggle: (id: string, isRange: boolean) => void;
  readonly clear: () => void;
}

/** Which of a list are chosen; those that the list no longer has are let go. */
export function useSelection(list: readonly string[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const lastId = useRef<string | null>(null);
  const known = useRef(list);
  known.current = list;

  const toggle = useCallback((id: string, isRange: boolean) => {
    const [from, to] = [known.current.indexOf(lastId.current ?? ""), known.current.indexOf(id)];
    const range = isRange && from >= 0 ? known.current.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
    lastId.current = id;
    setChosen((before) => {
      const next = new Set(before);
      const isAdded = !before.has(id);
      for (const one of range) {
        if (isAdded) next.add(one);
        else next.delete(one);
      }
      return next;
    });
  }, []);
  const clear = useCallback(() => setChosen(new Set()), []);
  const ids = useMemo(() => {
    const present = new Set(list);
    return [...chosen].every((id) => present.has(id)) ? chosen : new Set([...chosen].filter((id) => present.has(id)));
  }, [list, chosen]);
  return { ids, toggle, clear };
}
