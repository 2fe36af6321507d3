import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { askGraph } from "./askGraph.ts";
import { type OpenBrowser, openBrowser } from "./openBrowser.ts";

const product = inject("product");
let open: OpenBrowser;

beforeAll(async () => {
  open = await openBrowser(product.chromiumPath, product.url);
  await open.context.setExtraHTTPHeaders({ authorization: `Bearer ${product.token}` });
  await open.page.setViewportSize({ width: 390, height: 844 });
});

afterAll(async () => {
  await open?.browser.close();
});

test("no page is wider than the screen of a telephone: what does not fit scrolls in its own place", async () => {
  const { page, pageErrors } = open;
  const { createDataset } = await askGraph<{ createDataset: { data: { id: string } } }>(
    product,
    'mutation { createDataset(input: { name: "narrow" }) { ... on CreateDatasetSuccess { data { id } } } }',
  );
  const dataset = `/datasets/${createDataset.data.id}`;
  const addresses = ["/datasets", dataset, `${dataset}?tab=splits`, "/runs", "/models", "/trainers", "/settings"];
  for (const address of addresses) {
    await page.goto(address);
    await page.locator("h1").waitFor();
    await page.waitForLoadState("networkidle");
    const beyondPx = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect([address, beyondPx]).toEqual([address, 0]);
  }
  expect(pageErrors).toEqual([]);
});
