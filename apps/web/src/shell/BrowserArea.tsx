"use client";

import type { ReactNode } from "react";
import { EditingProvider } from "../features/annotation/editing/EditingProvider.tsx";
import { SessionGate } from "../features/session/SessionGate.tsx";
import { GraphProvider } from "../graph/GraphProvider.tsx";
import { AppFrame } from "./AppFrame.tsx";

/** The graph's client, then who is signed in, then the frame with the navigation. */
export function BrowserArea({ children }: { children: ReactNode }) {
  return (
    <GraphProvider>
      <SessionGate>
        <EditingProvider>
          <AppFrame>{children}</AppFrame>
        </EditingProvider>
      </SessionGate>
    </GraphProvider>
  );
}
