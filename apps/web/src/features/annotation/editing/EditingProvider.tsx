"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { useClient } from "urql";
import { notifyFailed } from "../../../feedback/notify.ts";
import { useViewer } from "../../session/SessionContext.ts";
import { EditingSessions } from "./EditingSessions.ts";
import { graphTransport } from "./graphTransport.ts";
import { pendingEditsIn } from "./PendingEdits.ts";

const SessionsContext = createContext<EditingSessions | null>(null);

/** Edits go on being sent whichever page is shown, and the browser asks before it leaves with some that are not stored. */
export function EditingProvider({ children }: { children: ReactNode }) {
  const client = useClient();
  const viewer = useViewer();
  const [sessions] = useState(
    () => new EditingSessions(graphTransport(client), pendingEditsIn(window.sessionStorage, viewer.id, warnOfStorage)),
  );
  useEffect(() => {
    sessions.resume();
    const retry = () => sessions.retryNow();
    const warn = (event: BeforeUnloadEvent) => {
      if (sessions.unsavedCount() > 0) event.preventDefault();
    };
    window.addEventListener("online", retry);
    window.addEventListener("beforeunload", warn);
    return () => {
      window.removeEventListener("online", retry);
      window.removeEventListener("beforeunload", warn);
    };
  }, [sessions]);
  return <SessionsContext value={sessions}>{children}</SessionsContext>;
}

export function useEditingSessions(): EditingSessions {
  const sessions = useContext(SessionsContext);
  if (!sessions) throw new Error("useEditingSessions: expected an EditingProvider above, got none");
  return sessions;
}

function warnOfStorage(): void {
  notifyFailed(
    "This browser's storage is full",
    "Edits that are not saved yet would be lost if this page were reloaded. Leave it open until they are saved.",
  );
}
