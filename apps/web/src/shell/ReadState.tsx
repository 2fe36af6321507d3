import type { CombinedError } from "@urql/core";
import type { ComponentProps } from "react";
import { ErrorState } from "../feedback/ErrorState.tsx";
import { NotFoundState } from "../feedback/NotFoundState.tsx";
import { describeError } from "../graph/describeError.ts";
import { isNotFound } from "../graph/isNotFound.ts";
import { PageLoading } from "./PageLoading.tsx";

interface ReadStateProps extends ComponentProps<typeof NotFoundState> {
  /** Of the page's query, whose subject is not there. */
  readonly read: { readonly data?: unknown; readonly error?: CombinedError | undefined; readonly fetching: boolean };
  readonly onRetry: () => void;
}

/** A page without its subject: it is on its way, it could not be read, or there is none. */
export function ReadState({ read: { data, error, fetching }, noun, waysOn, onRetry }: ReadStateProps) {
  if (fetching) return <PageLoading label={`Loading the ${noun}`} />;
  if (error && !isNotFound(error)) return <ErrorState message={describeError(error)} onRetry={onRetry} />;
  return error || data ? <NotFoundState noun={noun} waysOn={waysOn} /> : <PageLoading label={`Loading the ${noun}`} />;
}
