"use client";

import type { ReactNode } from "react";
import { SessionGate } from "../features/session/SessionGate.tsx";
import { GraphProvider } from "../graph/GraphProvider.tsx";
import { AppFrame } from "./AppFrame.tsx";

/** The graph's client, then who is signed in, then the frame with the navigation. */
export function BrowserArea({ children }: { children: ReactNode }) {
  return (
    <GraphProvider>
      <SessionGate>
        <AppFrame>{children}</AppFrame>
      </SessionGate>
    </GraphProvider>
  );
}
