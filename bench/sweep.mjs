// `npm run bench -- sweep [RUNS] [METRICS] [SEEDS]`: the page of a sweep in Chromium, tab by tab: bytes of its data, and the time until all of it is shown.
import { loadavg } from "node:os";
import { withProduct } from "./browser/withProduct.mjs";
import { seedSurroundings } from "./compare/seedComparedRuns.mjs";
import { quantile } from "./experiments/curves.mjs";
import { openSweepPage } from "./sweep/openSweepPage.mjs";
import { seedSweep } from "./sweep/seedSweep.mjs";

const [runs = 2_000, metrics = 20, seeds = 1] = process.argv.slice(2).map(Number);
const REPEATS = 5;

await withProduct(async ({ product, signIn }) => {
  const { projectId } = product;
  const sweepId = await seedSweep(product.db, {
    projectId,
    ...(await seedSurroundings(product.db, projectId)),
    runs,
    metrics,
    seeds,
  });
  console.log(`${runs} runs x ${metrics} metrics, load ${loadavg()[0]?.toFixed(1)}`);
  const context = await signIn();
  const address = `/sweeps/${Buffer.from(`Sweep:${sweepId}`).toString("base64url")}`;
  /** @type {[string, string, (page: import("playwright-core").Page) => Promise<unknown>][]} */
  const tabs = [
    [
      "settings and results: a dot for every run in three plots, and the table of points",
      "",
      (page) =>
        page.waitForFunction((most) => document.querySelectorAll("circle[data-run]").length >= most, 3 * runs, {
          timeout: 60_000,
        }),
    ],
    [
      "runs: the first of them, best first",
      "?tab=runs",
      (page) =>
        page
          .getByRole("link", { name: /^#\d+ wide/ })
          .first()
          .waitFor(),
    ],
    ["curves: two metrics of the best 50", "?tab=curves", (page) => page.locator("[role=img] canvas").nth(1).waitFor()],
  ];
  for (const [label, query, shown] of tabs) {
    const opened = [];
    for (let repeat = 0; repeat < REPEATS; repeat++) opened.push(await openSweepPage(context, address + query, shown));
    const times = opened.map(({ shownMs }) => shownMs);
    const bytes = opened.at(-1)?.graphBytes ?? 0;
    console.log(
      `${label}: shown after p50 ${quantile(times, 0.5).toFixed(0)} ms (least ${Math.min(...times).toFixed(0)}, greatest ${Math.max(...times).toFixed(0)}); ` +
        `${Math.round(bytes / 1024).toLocaleString("en")} KiB of data`,
    );
  }
});
