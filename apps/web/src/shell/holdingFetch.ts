type Fetch = typeof globalThis.fetch;

interface Hold {
  /** Resolves once the server can be reached. */
  readonly whenBack: () => Promise<void>;
  /** Told whether a page that was asked for waits for the server. */
  readonly onHeld: (isHeld: boolean) => void;
}

/**
 * A fetch by which Next's navigation waits for a server that is away: given up, it would leave the page for the browser's own error page. All other
 * requests fail as they do. Of several pages asked for meanwhile the last is opened.
 */
export function holdingFetch(fetch: Fetch, { whenBack, onHeld }: Hold): Fetch {
  let latest = 0;
  return async (input, init) => {
    if (!isPageRequest(init)) return fetch(input, init);
    const own = ++latest;
    for (;;) {
      try {
        const response = await fetch(input, init);
        if (own === latest) onHeld(false);
        return response;
      } catch (error) {
        if (init?.signal?.aborted) throw error;
        if (own === latest) onHeld(true);
        await whenBack();
        // Nobody waits for this page any more.
        if (own !== latest) throw error;
      }
    }
  };
}

/** Whether Next asks for a page that is to be shown now, and not ahead. */
function isPageRequest(init: RequestInit | undefined): boolean {
  const headers = new Headers(init?.headers);
  return headers.has("rsc") && !headers.has("next-router-prefetch") && !headers.has("next-router-segment-prefetch");
}
