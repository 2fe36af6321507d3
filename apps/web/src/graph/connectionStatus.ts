/** What the WebSocket that carries live updates is doing. `idle`: nothing is subscribed, so nothing is connected. */
export type ConnectionState = "idle" | "connecting" | "connected" | "lost";

export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** Raised each time the socket comes back after it was lost: what the page shows is read anew then. */
  readonly reconnections: number;
}

type Listener = () => void;

/** The state of the live connection, observable by React's useSyncExternalStore. */
export class ConnectionMonitor {
  #status: ConnectionStatus = { state: "idle", reconnections: 0 };
  readonly #listeners = new Set<Listener>();
  #wasLost = false;

  readonly get = (): ConnectionStatus => this.#status;

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  connecting(): void {
    this.#set({ ...this.#status, state: this.#wasLost ? "lost" : "connecting" });
  }

  connected(): void {
    const reconnections = this.#status.reconnections + (this.#wasLost ? 1 : 0);
    this.#wasLost = false;
    this.#set({ state: "connected", reconnections });
  }

  /** @param clean true where we closed it ourselves because nothing is subscribed any more. */
  closed(clean: boolean): void {
    this.#wasLost = !clean;
    this.#set({ ...this.#status, state: clean ? "idle" : "lost" });
  }

  #set(status: ConnectionStatus): void {
    this.#status = status;
    for (const listener of this.#listeners) listener();
  }
}
