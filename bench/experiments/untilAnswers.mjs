import { setTimeout as delay } from "node:timers/promises";

/** @param {string} url */
export async function untilAnswers(url) {
  for (let tries = 0; tries < 600; tries++) {
    const isUp = await fetch(url).then(
      (response) => response.ok,
      () => false, // not listening yet
    );
    if (isUp) return;
    await delay(100);
  }
  throw new Error(`${url} did not answer within a minute`);
}
