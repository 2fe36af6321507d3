/** Of the viewport's height: a flick of the wheel. */
const STRIDE_PX = 600;

/**
 * Scrolls a page from its top to its end, a stride a frame, waiting where further rows are still being read; measures each frame as the distance of two
 * calls of the browser for the next.
 *
 * @param {import("playwright-core").Page} page
 * @returns {Promise<{ frames: number[], reached: number, durationMs: number }>} frames in milliseconds; `reached`: the last row's number
 */
export function scrollThrough(page) {
  return page.evaluate(
    (stridePx) =>
      new Promise((resolve) => {
        window.scrollTo(0, 0);
        /** @type {number[]} */
        const frames = [];
        const startedMs = performance.now();
        let beforeMs = startedMs;
        let stoodStill = 0;
        const lastRow = () => {
          const rows = document.querySelectorAll("tr[aria-rowindex]");
          return Number(rows[rows.length - 1]?.getAttribute("aria-rowindex") ?? 1) - 1;
        };
        /** @param {number} nowMs */
        const step = (nowMs) => {
          frames.push(nowMs - beforeMs);
          beforeMs = nowMs;
          const from = window.scrollY;
          window.scrollBy(0, stridePx);
          stoodStill = window.scrollY === from ? stoodStill + 1 : 0;
          const isLoading = document.querySelector("[aria-label='Loading more runs']") !== null;
          if (stoodStill > 30 && !isLoading) {
            resolve({ frames: frames.slice(1), reached: lastRow(), durationMs: nowMs - startedMs });
            return;
          }
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    STRIDE_PX,
  );
}
