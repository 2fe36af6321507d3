/**
 * Opens a sweep's page on a tab in a page of its own and waits until what it is opened for stands there.
 *
 * @param {import("playwright-core").BrowserContext} context
 * @param {string} address
 * @param {(page: import("playwright-core").Page) => Promise<unknown>} shown
 * @returns milliseconds from the navigation, and bytes of the graph's answers as they travelled
 */
export async function openSweepPage(context, address, shown) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  /** @type {Set<string>} */
  const graphRequests = new Set();
  let graphBytes = 0;
  session.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (new URL(request.url).pathname === "/graphql") graphRequests.add(requestId);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (graphRequests.has(requestId)) graphBytes += encodedDataLength;
  });
  await page.goto(address, { waitUntil: "commit" });
  await shown(page);
  const shownMs = await page.evaluate(() => performance.now());
  await page.waitForLoadState("networkidle");
  await page.close();
  return { shownMs, graphBytes };
}
