import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { askGraph } from "./askGraph.ts";
import { campusArchive } from "./campusArchive.ts";
import { importArchive } from "./importArchive.ts";
import { type OpenBrowser, openBrowser } from "./openBrowser.ts";
import { LOOKS, type Look, lookFrom, seriousFindings } from "./seriousFindings.ts";

const product = inject("product");
let open: OpenBrowser;
let addresses: string[];

beforeAll(async () => {
  open = await openBrowser(product.chromiumPath, product.url);
  await open.context.setExtraHTTPHeaders({ authorization: `Bearer ${product.token}` });
  const datasetId = await importArchive(product, "accessible", (await campusArchive(2, 1)).zip);
  const { createRun, other, createRegisteredModel, createSweep } = await askGraph<{
    createRun: { data: { id: string; url: string } };
    other: { data: { id: string } };
    createRegisteredModel: { data: { id: string } };
    createSweep: { data: { id: string } };
  }>(
    product,
    `mutation ($datasetId: ID!) {
      createRun(input: { experiment: "accessible" }) { ... on CreateRunSuccess { data { id url } } }
      other: createRun(input: { experiment: "accessible" }) { ... on CreateRunSuccess { data { id } } }
      createRegisteredModel(input: { name: "accessible" }) { ... on CreateRegisteredModelSuccess { data { id } } }
      createSplit(input: { datasetId: $datasetId, name: "even", strategy: RANDOM }) { __typename }
      createSnapshot(input: { datasetId: $datasetId }) { __typename }
      createSweep(input: {
        method: GRID, dimensions: [{ setting: "learningRate", values: [0.001] }]
        launch: { datasetId: $datasetId, recipe: MININET, requiredLabels: ["nowhere"] }
      }) { ... on CreateSweepSuccess { data { id } } }
    }`,
    { datasetId },
  );
  const sweepId = createSweep.data.id;
  await askGraph(product, "mutation ($id: ID!) { stopSweep(input: { id: $id }) { __typename } }", { id: sweepId });
  const ids = [createRun.data.id, other.data.id];
  for (const runId of ids) {
    await askGraph(product, "mutation ($input: LogMetricsInput!) { logMetrics(input: $input) { __typename } }", {
      input: { runId, key: runId, series: [{ name: "loss", steps: [0, 1, 2], values: [1, 0.5, 0.25] }] },
    });
  }
  const { dataset } = await askGraph<{ dataset: { imagePage: { images: { id: string }[] } } }>(
    product,
    "query ($id: ID!) { dataset(id: $id) { imagePage { images { id } } } }",
    { id: datasetId },
  );
  const tabsOf = (address: string, tabs: string) => tabs.split(" ").map((tab) => `${address}tab=${tab}`);
  addresses = [
    "/datasets",
    ...tabsOf(`/datasets/${datasetId}?`, "images hardest splits snapshots findings imports runs"),
    `/datasets/${datasetId}/images/${dataset.imagePage.images[0]?.id}`,
    "/runs",
    ...tabsOf(`${createRun.data.url}?`, "curves images predictions checkpoints artifacts log notes configuration"),
    ...tabsOf(`/runs/compare?ids=${ids}&`, "curves relations table differences"),
    "/sweeps",
    `/sweeps/${sweepId}`,
    "/models",
    `/models/${createRegisteredModel.data.id}`,
    "/trainers",
    "/settings",
    "/runs/999999",
    "/sign-in",
  ];
});

afterAll(async () => {
  await open?.browser.close();
});

/** What is looked at in one way here is looked at in all four with MASKYARD_AXE=all, which takes minutes. */
const looksAt = (index: number): readonly Look[] =>
  process.env.MASKYARD_AXE === "all" ? LOOKS : [LOOKS[index % 2] as Look];

test("no page has a serious finding of axe", async () => {
  const found: string[] = [];
  for (const [index, address] of addresses.entries()) {
    for (const look of looksAt(index)) {
      await show(address, look);
      found.push(...(await findings(address, look)));
    }
  }
  expect(found).toEqual([]);
  expect(open.pageErrors).toEqual([]);
});

test("no dialog has a serious finding of axe", async () => {
  const found: string[] = [];
  const [datasetPage = ""] = addresses.filter((address) => address.endsWith("?tab=images"));
  const dialogs = [
    ["/datasets", "New dataset"],
    [datasetPage, "Import"],
    [datasetPage, "Export"],
    [datasetPage.replace("images", "splits"), "New split"],
    ["/runs", "New run"],
    ["/sweeps", "New sweep"],
  ] as const;
  for (const [index, [address, button]] of dialogs.entries()) {
    for (const look of looksAt(index)) {
      await show(address, look);
      await open.page.getByRole("button", { name: button, exact: true }).first().click();
      await open.page.getByRole("dialog").waitFor();
      await open.page.waitForLoadState("networkidle");
      // While it fades in, nothing of it has its own colour.
      await open.page.waitForFunction(() =>
        document
          .getAnimations()
          .every(({ playState, effect }) => playState !== "running" || effect?.getTiming().iterations === Infinity),
      );
      found.push(...(await findings(button, look)));
    }
  }
  expect(found).toEqual([]);
});

test("axe finds a button without a name and grey text on grey", async () => {
  await show("/models", LOOKS[0] as Look);
  await open.page.locator("main").evaluate((main) => {
    main.insertAdjacentHTML("beforeend", '<button></button><p style="color: #888; background: #777">Faint</p>');
  });
  expect(await seriousFindings(open.page)).toEqual([
    expect.stringContaining("button-name"),
    expect.stringContaining("color-contrast"),
  ]);
});

async function findings(where: string, { widthPx, scheme }: Look): Promise<string[]> {
  return (await seriousFindings(open.page)).map((finding) => `${where} at ${widthPx} px, ${scheme}: ${finding}`);
}

async function show(address: string, look: Look): Promise<void> {
  const { page } = open;
  await lookFrom(page, look);
  await page.goto(address);
  // A page may load several of its parts at once.
  await page
    .locator("main h1, main h2")
    .first()
    .waitFor()
    .catch((error: Error) => {
      throw new Error(`${address} shows no heading: ${error.message}`);
    });
  await page.waitForFunction(() => !document.querySelector('main [role="status"][aria-label^="Loading"]'));
  await page.waitForLoadState("networkidle");
}
