import { useEffect } from "react";

/** Names the browser tab after what the page shows, once that is known. */
export function usePageTitle(title: string | null | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · Maskyard`;
  }, [title]);
}
