import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { askGraph } from "./askGraph.ts";
import { type OpenBrowser, openBrowser } from "./openBrowser.ts";

const product = inject("product");
const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
let open: OpenBrowser;
let addresses: string[];

beforeAll(async () => {
  open = await openBrowser(product.chromiumPath, product.url);
  await open.context.setExtraHTTPHeaders({ authorization: `Bearer ${product.token}` });
  const { createDataset, createRun } = await askGraph<{
    createDataset: { data: { id: string } };
    createRun: { data: { id: string; url: string } };
  }>(
    product,
    `mutation { createDataset(input: { name: "accessible" }) { ... on CreateDatasetSuccess { data { id } } }
      createRun(input: { experiment: "accessible" }) { ... on CreateRunSuccess { data { id url } } } }`,
  );
  const { id, url } = createRun.data;
  await askGraph(product, "mutation ($input: LogMetricsInput!) { logMetrics(input: $input) { __typename } }", {
    input: { runId: id, key: "axe", series: [{ name: "loss", steps: [0, 1, 2], values: [1, 0.5, 0.25] }] },
  });
  const dataset = `/datasets/${createDataset.data.id}`;
  addresses = [
    "/datasets",
    dataset,
    ...["splits", "snapshots", "findings", "imports", "runs"].map((tab) => `${dataset}?tab=${tab}`),
    "/runs",
    url,
    ...["images", "artifacts", "log", "notes", "configuration"].map((tab) => `${url}?tab=${tab}`),
    `/runs/compare?ids=${id}`,
    "/sweeps",
    "/models",
    "/trainers",
    "/settings",
    "/runs/999999",
  ];
});

afterAll(async () => {
  await open?.browser.close();
});

/** Serious and critical findings of axe, each as its rule and the first place of it. */
async function findings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.addScriptTag({ path: axePath });
  const { violations } = (await page.evaluate(
    (options) => (window as unknown as { axe: { run: (o: unknown) => Promise<unknown> } }).axe.run(options),
    { resultTypes: ["violations"] } satisfies RunOptions,
  )) as AxeResults;
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ target, failureSummary }) => `${target.join(" ")} (${failureSummary?.split("\n").at(-1)?.trim()})`)
          .slice(0, 3)
          .join("; ")}`,
    );
}

const looks = [
  { width: 1440, colorScheme: "light" },
  { width: 1440, colorScheme: "dark" },
  { width: 390, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
] as const;

test.each(looks)("no page has a serious finding of axe at $width px, $colorScheme", async ({ width, colorScheme }) => {
  const { page } = open;
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  const found: string[] = [];
  for (const address of addresses) {
    await page.goto(address);
    await page
      .locator("main")
      .getByRole("status", { name: /^Loading/ })
      .waitFor({ state: "detached" });
    await page.waitForLoadState("networkidle");
    for (const finding of await findings(page)) found.push(`${address} ${finding}`);
  }
  expect(found).toEqual([]);
});
