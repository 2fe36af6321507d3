"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** One value of the page's address (`?name=value`), so that a view can be linked to and survives a reload. */
export function useQueryState(name: string): [string | null, (value: string | null) => void] {
  const parameters = useSearchParams();
  const pathname = usePathname();
  const set = useCallback(
    (value: string | null) => {
      const next = new URLSearchParams(window.location.search);
      if (value === null || value === "") next.delete(name);
      else next.set(name, value);
      const query = next.toString();
      window.history.replaceState(null, "", query === "" ? pathname : `${pathname}?${query}`);
    },
    [name, pathname],
  );
  return [parameters.get(name), set];
}
