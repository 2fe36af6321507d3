import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { askGraph } from "./askGraph.ts";
import { campusArchive } from "./campusArchive.ts";
import { importArchive } from "./importArchive.ts";
import { type OpenBrowser, openBrowser } from "./openBrowser.ts";

const product = inject("product");
const IMAGES = 12;
let open: OpenBrowser;
let page: Page;
let dataset: { id: string; imagePage: { images: { id: string; fileName: string }[] } };
let runs: { id: string; url: string }[];

beforeAll(async () => {
  open = await openBrowser(product.chromiumPath, product.url);
  await open.context.setExtraHTTPHeaders({ authorization: `Bearer ${product.token}` });
  page = open.page;
  await importArchive(product, "walk", (await campusArchive(IMAGES - 4, 4)).zip);
  ({ dataset } = await askGraph<{ dataset: typeof dataset }>(
    product,
    "query ($id: ID!) { dataset(id: $id) { id imagePage { images { id fileName } } } }",
    { id: await datasetNamed("walk") },
  ));
  runs = [];
  for (const name of ["one", "two"]) {
    const { createRun } = await askGraph<{ createRun: { data: { id: string; url: string } } }>(
      product,
      'mutation ($name: String!) { createRun(input: {experiment: "places", name: $name}) { ... on CreateRunSuccess { data { id url } } } }',
      { name },
    );
    runs.push(createRun.data);
  }
});

afterEach(() => {
  expect(open.pageErrors).toEqual([]);
});

afterAll(async () => {
  await open?.browser.close();
});

async function datasetNamed(name: string): Promise<string> {
  const { datasets } = await askGraph<{ datasets: { edges: { node: { id: string } }[] } }>(
    product,
    "query ($name: String!) { datasets(name: $name, first: 1) { edges { node { id } } } }",
    { name },
  );
  return datasets.edges[0]?.node.id ?? "";
}

test("next and previous walk the list that was filtered for, and the way back leads to its place", async () => {
  await page.goto(`/datasets/${dataset.id}?subset=VAL`);
  await page.getByText("4 images", { exact: true }).waitFor();
  await page
    .getByRole("link", { name: /scene-0\d+\.jpg, / })
    .nth(1)
    .click();
  const place = page.getByTitle("Back to this image in the grid");
  await place.filter({ hasText: "2 of 4" }).waitFor();
  await page.keyboard.press("ArrowRight");
  await place.filter({ hasText: "3 of 4" }).waitFor();
  await page.keyboard.press("ArrowRight");
  await place.filter({ hasText: "4 of 4" }).waitFor();
  expect(await page.getByRole("button", { name: "Next image" }).isDisabled()).toBe(true);
  await page.reload();
  await place.filter({ hasText: "4 of 4" }).waitFor();
  await place.click();
  await page.getByText("4 images", { exact: true }).waitFor();
  expect(new URL(page.url()).searchParams.get("subset")).toBe("VAL");
});

test("the grid opens where its address says, and tells its address where it is", async () => {
  await page.setViewportSize({ width: 900, height: 420 });
  const last = dataset.imagePage.images.at(-1);
  await page.goto(`/datasets/${dataset.id}?at=${last?.id}`);
  await page.getByRole("link", { name: `${last?.fileName}, ` }).waitFor();
  const grid = page.getByRole("link", { name: /scene-0\d+\.jpg, / }).first();
  await grid.hover();
  await page.mouse.wheel(0, -10_000);
  await page.waitForFunction(() => !new URL(window.location.href).searchParams.has("at"));
  await page.mouse.wheel(0, 10_000);
  await page.waitForFunction(() => new URL(window.location.href).searchParams.has("at"));
  await page.setViewportSize({ width: 1280, height: 800 });
});

test("a run is addressed by its project and number; its id and its number alone lead there", async () => {
  const [one] = runs as [{ id: string; url: string }];
  expect(one.url).toMatch(/^\/p\/[a-z0-9-]+\/runs\/\d+$/);
  const number = one.url.split("/").at(-1);
  for (const address of [one.url, `/runs/${one.id}`, `/runs/${number}`]) {
    await page.goto(`${address}?tab=notes`);
    await page.getByRole("heading", { name: "one", exact: true }).waitFor();
    await page.waitForFunction((path) => window.location.pathname === path, one.url);
    expect(new URL(page.url()).search).toContain("tab=notes");
  }
  await page.reload();
  await page.getByRole("heading", { name: "one", exact: true }).waitFor();
});

test("an address of nothing says so, and leads on", async () => {
  const wrong = [
    ["/runs/999999", "No such run", "/runs"],
    ["/runs/nonsense", "No such run", "/runs"],
    ["/p/nowhere/runs/1", "No such run", "/runs"],
    ["/sweeps/999999", "No such sweep", "/sweeps"],
    ["/datasets/nonsense", "No such dataset", "/datasets"],
    [`/datasets/${dataset.id}/images/nonsense`, "No such image", `/datasets/${dataset.id}`],
    ["/models/nonsense", "No such model", "/models"],
    ["/no/such/page", "No such page", "/datasets"],
  ] as const;
  for (const [address, title, wayOn] of wrong) {
    await page.goto(address);
    await page.getByText(title, { exact: true }).waitFor();
    expect(await page.locator("main").locator(`a[href^="${wayOn}"]`).count()).toBeGreaterThan(0);
    await page.getByRole("navigation", { name: "Main" }).waitFor();
  }
});

test("a link to a comparison of which a run is gone shows the others", async () => {
  await page.goto(`/runs/compare?ids=${[...runs.map(({ id }) => id), "nonsense"].join(",")}`);
  await page.getByText("2 runs. 1 more from the address could not be found.").waitFor();
});

test("with the server away a link waits on the page, and opens when the server is back", async () => {
  await page.goto("/runs");
  await page.getByRole("heading", { name: "Runs" }).waitFor();
  const isAway = (route: { abort: (reason: string) => Promise<void> }) => route.abort("connectionrefused");
  await page.route("**/*", isAway);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Models" }).click();
  await page.getByText("The page will open as soon as the server is back.").waitFor();
  await page.getByRole("heading", { name: "Runs" }).waitFor();
  await page.unroute("**/*", isAway);
  await page.getByRole("heading", { name: "Models" }).waitFor();
});
