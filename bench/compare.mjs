// `npm run bench -- compare [RUNS] [POINTS]`: a page that compares runs, in Chromium: bytes transferred, and the time from the click on its link to painted curves,
// with an empty cache as on the first visit ever, and with the page's files in it.
import { withProduct } from "./browser/withProduct.mjs";
import { openComparePage } from "./compare/openComparePage.mjs";
import { seedComparedRuns, seedSurroundings } from "./compare/seedComparedRuns.mjs";
import { quantile } from "./experiments/curves.mjs";
import { kilobytes, totalOf } from "./pages/watchTransfer.mjs";

const [runs = 50, points = 100_000] = process.argv.slice(2).map(Number);
const REPEATS = 7;

await withProduct(async ({ product, newContext, signIn }) => {
  const { projectId } = product;
  const startedMs = performance.now();
  const ids = await seedComparedRuns(product.db, {
    projectId,
    ...(await seedSurroundings(product.db, projectId)),
    runs,
    points,
  });
  console.log(
    `${runs} runs x ${points.toLocaleString("en")} steps of three metrics, written in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`,
  );
  const address = `/runs/compare?ids=${ids.map((id) => Buffer.from(`Run:${id}`).toString("base64url")).join(",")}`;
  const context = await signIn();
  const storageState = await context.storageState();
  for (const [label, query, metrics] of /** @type {const} */ ([
    ["each run by itself", "", 2],
    ["mean and band of four groups", "&by=group", 2],
    ["over time", "&x=time", 2],
  ])) {
    /** @type {Awaited<ReturnType<typeof openComparePage>>[][]} */
    const [first = [], again = []] = [[], []];
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      // Contexts share no cache.
      const cold = await newContext({ storageState });
      first.push(await openComparePage(cold, address + query));
      await cold.close();
      again.push(await openComparePage(context, address + query));
    }
    console.log(`${label}, ${metrics} metrics`);
    for (const [visit, opened] of Object.entries({ "first visit": first, again })) {
      const times = opened.map(({ paintedMs }) => paintedMs);
      const [{ transfer }] = opened.slice(-1);
      console.log(
        `  ${visit}: painted after p50 ${quantile(times, 0.5).toFixed(0)} ms (least ${Math.min(...times).toFixed(0)}, greatest ${Math.max(...times).toFixed(0)}); ` +
          `${kilobytes(totalOf(transfer))} in all: data ${kilobytes(transfer.data)}, scripts ${kilobytes(transfer.script)}, styles ${kilobytes(transfer.style)}, page ${kilobytes(transfer.page)}; ` +
          `the curves' own answer after ${quantile(
            opened.map(({ answeredMs }) => answeredMs),
            0.5,
          ).toFixed(0)} ms`,
      );
    }
  }
});
