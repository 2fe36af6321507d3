"use client";

import { useEffect } from "react";

/** Lets the browser show a page's one address when it was reached by another; what follows the path stays. */
export function useCanonicalAddress(path: string | undefined): void {
  useEffect(() => {
    const { pathname, search, hash } = window.location;
    if (path !== undefined && path !== pathname) window.history.replaceState(null, "", path + search + hash);
  }, [path]);
}
