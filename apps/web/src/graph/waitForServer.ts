/** Asked for often at first, then every two seconds: a server that is started anew is back within seconds. */
const PAUSES_MS = [250, 500, 1_000];
const PAUSE_MOST_MS = 2_000;

interface WaitOptions {
  /** Whether the server answers and is well. */
  readonly isReachable: () => Promise<boolean>;
  readonly pause: (ms: number) => Promise<void>;
  /** From 0 to 1; spreads out those who wait, so that a server that comes back is not stormed. */
  readonly random: () => number;
}

/** Resolves once the server can be reached. */
export async function waitForServer({ isReachable, pause, random }: WaitOptions): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    await pause((PAUSES_MS[attempt] ?? PAUSE_MOST_MS) * (0.75 + random() / 2));
    if (await isReachable()) return;
  }
}

/** Waits in the browser: at once again when it comes online or is looked at. */
export function whenServerIsBack(): Promise<void> {
  return waitForServer({ isReachable, pause: pauseUntilAwake, random: Math.random });
}

const ANSWER_WITHIN_MS = 3_000;

async function isReachable(): Promise<boolean> {
  try {
    const options = { cache: "no-store", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) } as const;
    return (await fetch("/healthz", options)).ok;
  } catch {
    return false; // no answer is the answer
  }
}

function pauseUntilAwake(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      document.removeEventListener("visibilitychange", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener("online", done);
    document.addEventListener("visibilitychange", done);
  });
}
