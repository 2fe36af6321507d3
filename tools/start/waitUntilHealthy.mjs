import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits until a server answers with a status below 500.
 * @param {string} url
 * @param {{ timeoutSeconds: number, signal: AbortSignal }} options
 */
export async function waitUntilHealthy(url, { timeoutSeconds, signal }) {
  const endMs = Date.now() + timeoutSeconds * 1000;
  let last = "no answer";
  while (Date.now() < endMs) {
    signal.throwIfAborted();
    try {
      const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(5_000) });
      await response.body?.cancel();
      if (response.status < 500) return;
      last = `status ${response.status}`;
    } catch (error) {
      const { cause, message } = /** @type {Error & { cause?: { code?: string } }} */ (error);
      last = cause?.code ?? message;
    }
    await sleep(150);
  }
  throw new Error(`${url} did not answer within ${timeoutSeconds} s (${last}).`);
}
