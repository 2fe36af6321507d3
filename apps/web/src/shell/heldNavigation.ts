import { whenServerIsBack } from "../graph/waitForServer.ts";
import { holdingFetch } from "./holdingFetch.ts";

let isHeld = false;
const listeners = new Set<() => void>();

/** Whether a page that was asked for waits for the server; to be read by React's useSyncExternalStore. */
export const heldNavigation = {
  get: () => isHeld,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};

// Next navigates by the page's own fetch and has no place to say what is done when that fails.
window.fetch = holdingFetch(window.fetch.bind(window), {
  whenBack: whenServerIsBack,
  onHeld: (next) => {
    isHeld = next;
    for (const listener of listeners) listener();
  },
});
