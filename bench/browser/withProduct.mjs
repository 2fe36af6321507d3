import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { startPostgres } from "../../tools/postgres/startPostgres.mjs";
import { startProduct } from "../compare/startProduct.mjs";

/** What every page is measured at. */
const viewport = { width: 1440, height: 900 };

/**
 * Runs a measurement in Chromium against the built product on a Postgres of its own; all of it is gone afterwards.
 *
 * @param {(at: {
 *   folder: string,
 *   product: Awaited<ReturnType<typeof startProduct>>,
 *   newContext: (options?: import("playwright-core").BrowserContextOptions) => Promise<import("playwright-core").BrowserContext>,
 *   signIn: () => Promise<import("playwright-core").BrowserContext>,
 * }) => Promise<void>} measure `newContext` shares no cache with others; `signIn` makes one that is signed in, once, its page closed
 */
export async function withProduct(measure) {
  const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-browser-"));
  const postgres = await startPostgres({ dataDir: path.join(folder, "data") });
  const product = await startProduct(postgres.url, folder);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const newContext = (/** @type {import("playwright-core").BrowserContextOptions} */ options = {}) =>
    browser.newContext({ baseURL: product.origin, viewport, ...options });
  const signIn = async () => {
    const context = await newContext();
    const page = await context.newPage();
    await page.goto(product.loginUrl);
    await page.waitForURL("**/datasets");
    await page.close();
    return context;
  };
  try {
    await measure({ folder, product, newContext, signIn });
  } finally {
    await browser.close();
    await product.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
