"use client";

import { ErrorState } from "../../feedback/ErrorState.tsx";

/** A page's own code failed: the navigation stays, and with it the way to other pages. */
export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  return <ErrorState title="This page failed" message={error.message} onRetry={reset} />;
}
