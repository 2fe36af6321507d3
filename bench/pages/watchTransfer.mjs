/**
 * @typedef {object} Transfer bytes that came over the network, headers and compression as they were sent; nothing from the browser's cache
 * @property {number} data answers of the graph, subscriptions' messages too
 * @property {number} script
 * @property {number} style
 * @property {number} page documents, what pages are prefetched with, icons and fonts
 * @property {number} pictures
 */

/** Where each kind of request counts; what is not named is the page's. @type {Record<string, keyof Transfer>} */
const PART_OF_KIND = { Script: "script", Stylesheet: "style", Image: "pictures" };

/**
 * Adds up what a page transfers from now on.
 * @param {import("playwright-core").Page} page @returns {Promise<Transfer>} grows as the page loads
 */
export async function watchTransfer(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  /** @type {Map<string, keyof Transfer>} */
  const parts = new Map();
  const transfer = { data: 0, script: 0, style: 0, page: 0, pictures: 0 };
  session.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
    const { pathname } = new URL(request.url);
    const kind = PART_OF_KIND[type ?? ""] ?? "page";
    // A script that is preloaded is asked for as such, and once.
    parts.set(requestId, pathname === "/graphql" ? "data" : pathname.endsWith(".svg") ? "page" : kind);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    transfer[parts.get(requestId) ?? "page"] += encodedDataLength;
  });
  session.on("Network.webSocketFrameReceived", ({ response }) => {
    transfer.data += response.payloadData.length;
  });
  return transfer;
}

/** @param {Transfer} transfer */
export function totalOf(transfer) {
  return Object.values(transfer).reduce((sum, bytes) => sum + bytes, 0);
}

/** In units of 1,000 bytes. @param {number} bytes */
export function kilobytes(bytes) {
  return `${Math.round(bytes / 1000).toLocaleString("en")} KB`;
}
