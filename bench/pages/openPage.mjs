import { watchTransfer } from "./watchTransfer.mjs";

/**
 * Opens a page in a tab of its own until its heading is there, nothing loads any more and the network is silent.
 *
 * @param {import("playwright-core").BrowserContext} context @param {string} address
 */
export async function openPage(context, address) {
  const page = await context.newPage();
  const transfer = await watchTransfer(page);
  await page.goto(address, { waitUntil: "commit" });
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector("[role=status][aria-label^=Loading]") === null);
  await page.waitForLoadState("networkidle");
  await page.close();
  return transfer;
}
