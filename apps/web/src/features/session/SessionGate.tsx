"use client";

import { type ReactNode, useEffect } from "react";
import { useQuery } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { FrameSkeleton } from "../../feedback/FrameSkeleton.tsx";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { SessionContext, viewerFragment } from "./SessionContext.ts";

const sessionQuery = graphql(
  `
    query Session {
      viewer {
        ...Viewer
      }
    }
  `,
  [viewerFragment],
);

/** Shows its children to whoever is signed in and sends everyone else to the sign-in page; the API decides what they may see. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [{ data, error, fetching }, refetch] = useQuery({ query: sessionQuery });
  const signedOut = data !== undefined && data.viewer === null;

  useEffect(() => {
    if (!signedOut) return;
    const from = window.location.pathname + window.location.search;
    window.location.replace(`/sign-in?from=${encodeURIComponent(from)}`);
  }, [signedOut]);

  if (data?.viewer) return <SessionContext value={data.viewer}>{children}</SessionContext>;
  if (error && !fetching) {
    return (
      <ErrorState
        title="The dashboard cannot reach the server"
        message={describeError(error)}
        onRetry={() => refetch({ requestPolicy: "network-only" })}
        fullHeight
      />
    );
  }
  return <FrameSkeleton />;
}
