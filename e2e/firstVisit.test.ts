import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type OpenBrowser, openBrowser } from "./openBrowser.ts";

const product = inject("product");
/** A table without runs came to 430 KB when this was written, 2.2 MB before files were compressed and fetched only where they are needed. */
const FIRST_VISIT_BYTES_MOST = 550_000;
let open: OpenBrowser;

beforeAll(async () => {
  open = await openBrowser(product.chromiumPath, product.url);
  await open.context.setExtraHTTPHeaders({ authorization: `Bearer ${product.token}` });
});

afterAll(async () => {
  await open?.browser.close();
});

test("a first visit brings what its page needs, and another page's files once the pointer is on its link", async () => {
  const { context, page, pageErrors } = open;
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  let bytes = 0;
  const asked: string[] = [];
  network.on("Network.requestWillBeSent", ({ request }) => asked.push(new URL(request.url).pathname));
  network.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });

  await page.goto("/runs");
  await page.getByRole("heading", { name: "Runs" }).waitFor();
  await page.waitForLoadState("networkidle");
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(FIRST_VISIT_BYTES_MOST);
  expect(asked.filter((path) => /^\/(datasets|sweeps|models|trainers|settings)/.test(path))).toEqual([]);

  const ahead = page.waitForRequest((request) => new URL(request.url()).pathname.startsWith("/models"));
  await page.getByRole("link", { name: "Models" }).hover();
  await ahead;
  await page.getByRole("link", { name: "Models" }).click();
  await page.getByRole("heading", { name: "Models" }).waitFor();
  expect(pageErrors).toEqual([]);
});
