import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** Chromium without a window, without its own background traffic, also as root. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The product is used in a browser on a machine that may be busy: what it waits for gets a minute. */
const PATIENCE_MS = 60_000;

export interface OpenBrowser {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Uncaught errors of the page; every test expects none. */
  readonly pageErrors: string[];
}

export async function openBrowser(chromiumPath: string, url: string): Promise<OpenBrowser> {
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ARGUMENTS });
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const pageErrors: string[] = [];
  page.on("pageerror", (error) => pageErrors.push(error.message));
  return { browser, context, page, pageErrors };
}
