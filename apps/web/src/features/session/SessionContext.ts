"use client";

import { createContext, useContext } from "react";
import type { FragmentOf } from "../../graph/graphql.ts";
import { graphql } from "../../graph/graphql.ts";

export const viewerFragment = graphql(`
  fragment Viewer on User @_unmask {
    id
    name
    email
    hasPassword
  }
`);

export type Viewer = FragmentOf<typeof viewerFragment>;

export const SessionContext = createContext<Viewer | null>(null);

/** Who is signed in. Pages below the signed-in layout always have one. */
export function useViewer(): Viewer {
  const viewer = useContext(SessionContext);
  if (!viewer) throw new Error("useViewer: expected a SessionGate above, got none");
  return viewer;
}
