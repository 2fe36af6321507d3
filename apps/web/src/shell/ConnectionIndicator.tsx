"use client";

import { IconPlugConnectedX } from "@tabler/icons-react";
import { useConnectionStatus } from "../graph/GraphProvider.tsx";
import classes from "./ConnectionIndicator.module.css";

/** Shown only while live updates are cut off; what is on screen is then the last that was heard. */
export function ConnectionIndicator() {
  const { state } = useConnectionStatus();
  return (
    <div role="status" aria-live="polite">
      {state === "lost" ? (
        <div className={classes.banner}>
          <IconPlugConnectedX size={16} aria-hidden />
          Connection lost. Showing the last known state, reconnecting…
        </div>
      ) : null}
    </div>
  );
}
