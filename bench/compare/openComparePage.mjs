import { watchTransfer } from "../pages/watchTransfer.mjs";

/**
 * Opens a comparison in a page of its own and waits until curves of both charts are painted: coloured pixels on their canvases, on a frame of the
 * screen's.
 *
 * @param {import("playwright-core").BrowserContext} context @param {string} address
 */
export async function openComparePage(context, address) {
  const page = await context.newPage();
  const transfer = await watchTransfer(page);
  await page.addInitScript(() => {
    /** @param {HTMLCanvasElement} canvas */
    const isPainted = (canvas) => {
      // A strip from the middle: to read all of it back on every frame would slow down what is measured.
      const left = Math.floor(canvas.width / 2);
      const { data } = canvas.getContext("2d")?.getImageData(left, 0, 40, canvas.height) ?? { data: [] };
      let colored = 0;
      for (let pixel = 0; pixel < data.length; pixel += 4) {
        const [red = 0, green = 0, blue = 0] = [data[pixel], data[pixel + 1], data[pixel + 2]];
        if ((data[pixel + 3] ?? 0) > 100 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) colored++;
      }
      return colored > 60;
    };
    const look = () => {
      const canvases = Array.from(document.querySelectorAll("[role=img] canvas"));
      if (canvases.length >= 2 && canvases.every((canvas) => isPainted(/** @type {HTMLCanvasElement} */ (canvas)))) {
        // @ts-expect-error read below
        window.paintedMs = performance.now();
      } else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(address, { waitUntil: "commit" });
  // @ts-expect-error set above
  await page.waitForFunction(() => window.paintedMs !== undefined, undefined, { timeout: 60_000 });
  const { paintedMs, answeredMs } = await page.evaluate(() => ({
    // @ts-expect-error set above
    paintedMs: /** @type {number} */ (window.paintedMs),
    answeredMs: Math.max(
      ...performance
        .getEntriesByType("resource")
        .filter(({ name }) => name.endsWith("/graphql"))
        .map((entry) => entry.startTime + entry.duration),
    ),
  }));
  // What is on its way still, like a subscription's first answer, counts too.
  await page.waitForLoadState("networkidle");
  await page.close();
  return { paintedMs, answeredMs, transfer };
}
