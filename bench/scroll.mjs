// `npm run bench -- scroll [RUNS]`: the table of runs in Chromium, scrolled by the wheel from the first run to the last: how long its frames took.
import { loadavg } from "node:os";
import { withProduct } from "./browser/withProduct.mjs";
import { seedSurroundings } from "./compare/seedComparedRuns.mjs";
import { quantile } from "./experiments/curves.mjs";
import { scrollThrough } from "./scroll/scrollThrough.mjs";
import { seedRuns } from "./scroll/seedRuns.mjs";

const [runs = 10_000] = process.argv.slice(2).map(Number);
const SLOW_MS = 50;

await withProduct(async ({ product, signIn }) => {
  const { projectId } = product;
  await seedRuns(product.db, { projectId, ...(await seedSurroundings(product.db, projectId)), runs });
  const page = await (await signIn()).newPage();
  await page.goto("/runs");
  await page.getByRole("row").nth(10).waitFor();
  for (const label of ["reading pages as they come", "again, all of them read"]) {
    const { frames, reached, durationMs } = await scrollThrough(page);
    const slow = frames.filter((ms) => ms > SLOW_MS);
    console.log(
      `${label}: ${reached.toLocaleString("en")} of ${runs.toLocaleString("en")} runs in ${(durationMs / 1000).toFixed(1)} s, ${frames.length} frames; ` +
        `p50 ${quantile(frames, 0.5).toFixed(0)} ms, p95 ${quantile(frames, 0.95).toFixed(0)} ms, p99 ${quantile(frames, 0.99).toFixed(0)} ms, longest ${Math.max(...frames).toFixed(0)} ms; ` +
        `${slow.length} over ${SLOW_MS} ms; load ${loadavg()[0]?.toFixed(1)}`,
    );
  }
});
