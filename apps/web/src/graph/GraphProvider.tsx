"use client";

import { createContext, type ReactNode, useContext, useMemo, useState, useSyncExternalStore } from "react";
import { Provider } from "urql";
import { ConnectionMonitor, type ConnectionStatus } from "./connectionStatus.ts";
import { createGraphClient } from "./createGraphClient.ts";

const MonitorContext = createContext<ConnectionMonitor | null>(null);

/** Gives the tree its GraphQL client and the state of its live connection. Rendered in the browser only. */
export function GraphProvider({ children }: { children: ReactNode }) {
  const [monitor] = useState(() => new ConnectionMonitor());
  const client = useMemo(() => createGraphClient({ monitor, onSignedOut: leaveForSignIn }), [monitor]);
  return (
    <MonitorContext value={monitor}>
      <Provider value={client}>{children}</Provider>
    </MonitorContext>
  );
}

/** The live connection's state; `reconnections` rises each time it comes back after a loss. */
export function useConnectionStatus(): ConnectionStatus {
  const monitor = useContext(MonitorContext);
  if (!monitor) throw new Error("useConnectionStatus: expected a GraphProvider above, got none");
  return useSyncExternalStore(monitor.subscribe, monitor.get, monitor.get);
}

/** A full page load, so that nothing of the last person's data stays in memory. */
function leaveForSignIn(): void {
  if (window.location.pathname === "/sign-in") return;
  const from = window.location.pathname + window.location.search;
  window.location.assign(`/sign-in?from=${encodeURIComponent(from)}`);
}
