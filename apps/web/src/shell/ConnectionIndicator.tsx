"use client";

import { IconPlugConnectedX } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import { useConnectionStatus } from "../graph/GraphProvider.tsx";
import classes from "./ConnectionIndicator.module.css";
import { heldNavigation } from "./heldNavigation.ts";

/** Shown only while the server is away: live updates are cut off then, and what is on screen is the last that was heard. */
export function ConnectionIndicator() {
  const { state } = useConnectionStatus();
  const isHeld = useSyncExternalStore(heldNavigation.subscribe, heldNavigation.get);
  const message = isHeld
    ? "The server cannot be reached. The page will open as soon as the server is back."
    : state === "lost"
      ? "Connection lost. Showing the last known state, reconnecting…"
      : null;
  return (
    <div role="status" aria-live="polite">
      {message ? (
        <div className={classes.banner}>
          <IconPlugConnectedX size={16} aria-hidden />
          {message}
        </div>
      ) : null}
    </div>
  );
}
