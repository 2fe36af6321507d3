export interface LockOwner {
  readonly pid: number;
  /** When the process started, as the kernel counts it: a number used again is told apart. */
  readonly startedAt: string;
  readonly url?: string;
}

export interface ProcessLock {
  /** Tells others more about the owner. */
  update(details: { readonly url: string }): void;
  release(): void;
}

/** Takes a lock that is a file naming its owner, for processes of one machine. A lock whose owner is dead is taken over. */
export function takeProcessLock(lockPath: string): ProcessLock | { readonly heldBy: LockOwner };
