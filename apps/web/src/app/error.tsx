"use client";

import { ErrorState } from "../feedback/ErrorState.tsx";

/** Shown where a page's own code failed; what the server refused is shown by the page itself. */
export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  return <ErrorState title="This page failed" message={error.message} onRetry={reset} fullHeight />;
}
