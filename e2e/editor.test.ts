import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { askGraph } from "./askGraph.ts";
import { campusArchive } from "./campusArchive.ts";
import { EditNet } from "./editNet.ts";
import { importArchive } from "./importArchive.ts";
import { type OpenBrowser, openBrowser } from "./openBrowser.ts";

const product = inject("product");
let open: OpenBrowser;
let page: Page;
let net: EditNet;
let datasetId: string;
let categoryId: string;
let images: { id: string; widthPx: number }[];

const SQUARE = [100, 100, 180, 100, 180, 180, 100, 180];

interface StoredAnnotation {
  readonly id: string;
  readonly revision: number;
  readonly geometry: { readonly parts: { readonly outer: number[] }[] };
}

beforeAll(async () => {
  datasetId = await importArchive(product, "editor", (await campusArchive(2, 0)).zip);
  const { dataset } = await askGraph<{
    dataset: { categories: { id: string }[]; images: { edges: { node: { id: string; widthPx: number } }[] } };
  }>(
    product,
    "query ($id: ID!) { dataset(id: $id) { categories { id } images(first: 2) { edges { node { id widthPx } } } } }",
    { id: datasetId },
  );
  categoryId = dataset.categories[0]?.id ?? "";
  images = dataset.images.edges.map(({ node }) => node);
  open = await openBrowser(product.chromiumPath, product.url);
  await open.context.setExtraHTTPHeaders({ authorization: `Bearer ${product.token}` });
});

// Each test begins with a page of its own and one square on the image.
beforeEach(async () => {
  const old = await stored();
  const edits = [
    ...old.map(({ id, revision }) => ({ delete: { id, expectedRevision: revision } })),
    { create: { categoryId, geometry: { parts: [{ outer: SQUARE }] } } },
  ];
  await askGraph(
    product,
    "mutation ($input: EditAnnotationsInput!) { editAnnotations(input: $input) { __typename } }",
    {
      input: { imageId: firstImage().id, edits },
    },
  );
  page = await open.context.newPage();
  page.on("pageerror", (error) => open.pageErrors.push(error.message));
  page.on("dialog", (dialog) => dialog.accept());
  net = await EditNet.on(page);
  await page.goto(`/datasets/${datasetId}/images/${firstImage().id}`);
  await page.locator("[data-annotation]").waitFor();
});

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await page.screenshot({ path: `test-results/browser/${task.id}.png` });
  await page.close();
  expect(open.pageErrors).toEqual([]);
});

afterAll(async () => {
  await open?.browser.close();
});

function firstImage(): { id: string; widthPx: number } {
  const [image] = images;
  if (!image) throw new Error("The dataset has no image.");
  return image;
}

async function stored(): Promise<StoredAnnotation[]> {
  const { image } = await askGraph<{ image: { annotations: StoredAnnotation[] } }>(
    product,
    "query ($id: ID!) { image(id: $id) { annotations { id revision geometry { parts { outer } } } } }",
    { id: firstImage().id },
  );
  return image.annotations;
}

/** The outlines that the server has, in whole pixels. */
async function outlines(): Promise<number[][]> {
  return (await stored()).map(({ geometry }) => (geometry.parts[0]?.outer ?? []).map(Math.round));
}

/** Points of the outlines, the fewest first. */
async function pointCounts(): Promise<number[]> {
  return (await outlines()).map((outline) => outline.length / 2).sort((a, b) => a - b);
}

async function saved(): Promise<void> {
  await page.locator("[data-testid=save-state][data-state=saved]").waitFor();
}

/** Where a point of the image is on the page. */
async function at(x: number, y: number): Promise<[number, number]> {
  const box = await page.getByRole("application").locator("img").boundingBox();
  if (!box) throw new Error("The stage shows no image.");
  const scale = box.width / firstImage().widthPx;
  return [box.x + x * scale, box.y + y * scale];
}

async function click(x: number, y: number): Promise<void> {
  await page.mouse.click(...(await at(x, y)));
}

async function drag(from: [number, number], to: [number, number]): Promise<void> {
  await page.mouse.move(...(await at(...from)));
  await page.mouse.down();
  await page.mouse.move(...(await at(...to)), { steps: 3 });
  await page.mouse.up();
}

const moved = (dx: number) => SQUARE.map((value, i) => (i % 2 === 0 ? value + dx : value));
/** The pointer meets whole pixels of the screen, which are larger than the image's. */
const near = (outline: readonly number[]) => outline.map((value) => expect.closeTo(value, -0.8));

test("a shape moved and deleted before the answer comes back by undoing, step by step, and goes by redoing", async () => {
  await click(140, 140);
  net.next("hold");
  await drag([140, 140], [200, 140]);
  await page.keyboard.press("Delete");
  await page.keyboard.press("Control+z");
  net.release();
  await saved();
  expect(await outlines()).toEqual([near(moved(60))]);
  await page.keyboard.press("Control+z");
  await saved();
  expect(await outlines()).toEqual([SQUARE]);
  await page.keyboard.press("Control+Shift+z");
  await page.getByRole("button", { name: "Redo" }).click();
  await saved();
  expect(await outlines()).toEqual([]);
});

test("a second move while the first is being saved stands, and one undo goes back one move", async () => {
  await click(140, 140);
  net.next("hold");
  await drag([140, 140], [180, 140]);
  await drag([180, 140], [240, 140]);
  net.release();
  await saved();
  expect(await outlines()).toEqual([near(moved(100))]);
  await page.keyboard.press("Control+z");
  await saved();
  expect(await outlines()).toEqual([near(moved(40))]);
});

test("an answer that comes in the middle of the next polygon takes none of its points", async () => {
  net.next("hold");
  await page.keyboard.press("p");
  for (const [x, y] of [
    [220, 20],
    [260, 20],
    [260, 60],
  ] as const)
    await click(x, y);
  await page.keyboard.press("Enter");
  await page.keyboard.press("p");
  const circle = Array.from({ length: 12 }, (_, i) => (i * Math.PI) / 6);
  for (const [i, angle] of circle.entries()) {
    if (i === 6) net.release();
    if (i === 9) await page.keyboard.press("ArrowRight");
    await click(140 + 90 * Math.cos(angle), 140 + 90 * Math.sin(angle));
  }
  await page.keyboard.press("Enter");
  await saved();
  expect(await pointCounts()).toEqual([3, 4, 12]);
});

test("a double click ends a polygon with its last point once, and takes a vertex away", async () => {
  await page.keyboard.press("p");
  for (const [x, y] of [
    [220, 20],
    [260, 20],
    [260, 60],
  ] as const)
    await click(x, y);
  await page.mouse.dblclick(...(await at(220, 60)));
  await saved();
  expect(await pointCounts()).toEqual([4, 4]);
  const vertex = await page.locator("[data-vertex='0 0 3']").boundingBox();
  if (!vertex) throw new Error("The drawn polygon shows no vertices.");
  await page.mouse.dblclick(vertex.x + vertex.width / 2, vertex.y + vertex.height / 2);
  await saved();
  expect(await pointCounts()).toEqual([3, 4]);
});

test("a lost request and a lost answer are sent again, and nothing is made twice", async () => {
  net.next("loseAnswer", "pass", "loseRequest");
  await page.keyboard.press("b");
  await drag([220, 20], [260, 60]);
  await drag([240, 40], [240, 100]);
  await saved();
  expect(net.sent).toBe(4);
  const all = await stored();
  expect(all.map(({ revision }) => revision).sort()).toEqual([1, 2]);
});

test("the history of an image is there when one comes back to it", async () => {
  await click(140, 140);
  await drag([140, 140], [200, 140]);
  await saved();
  await page.getByRole("link", { name: "editor", exact: true }).click();
  await page.waitForURL((url) => !url.pathname.includes("/images/")); // the page that is left may have such a link too
  await page.locator(`a[href*="${firstImage().id}"]`).first().click();
  await page.locator("[data-annotation]").waitFor();
  await page.locator("button[aria-label=Undo]:enabled").waitFor();
  await page.keyboard.press("Control+z");
  await saved();
  expect(await outlines()).toEqual([SQUARE]);
});

test("what was not saved when the page was reloaded is saved after it", async () => {
  await click(140, 140);
  net.next("hold", "pass");
  await drag([140, 140], [180, 140]);
  await drag([180, 140], [240, 140]);
  await page.reload();
  await page.locator("[data-annotation]").waitFor();
  await saved();
  expect(await outlines()).toEqual([near(moved(100))]);
});

test("somebody else's change is not overwritten; the edit is kept and can be made again", async () => {
  await click(140, 140);
  const [one] = await stored();
  const theirs = { id: one?.id, expectedRevision: one?.revision, geometry: { parts: [{ outer: moved(7) }] } };
  await askGraph(
    product,
    "mutation ($input: UpdateAnnotationInput!) { updateAnnotation(input: $input) { __typename } }",
    {
      input: theirs,
    },
  );
  await drag([140, 140], [200, 140]);
  await page.getByText("1 edit not saved").click();
  expect(await outlines()).toEqual([moved(7)]);
  await page.getByRole("button", { name: "Make it again" }).click();
  await saved();
  expect(await outlines()).toEqual([near(moved(60))]);
});

test("a shape is drawn and moved by keyboard alone", async () => {
  const isOnStage = () => page.evaluate(() => document.activeElement?.getAttribute("role") === "application");
  for (let i = 0; i < 60 && !(await isOnStage()); i++) await page.keyboard.press("Tab");
  await page.keyboard.press("b");
  await page.keyboard.press("Enter");
  for (const name of ["ArrowRight", "ArrowDown"]) {
    for (let i = 0; i < 2; i++) await page.keyboard.press(`Shift+${name}`);
  }
  await page.keyboard.press("Enter");
  await saved();
  expect(await stored()).toHaveLength(2);
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowRight");
  await page
    .getByTestId("announcement")
    .getByText(/1 of 2/)
    .waitFor({ state: "attached" });
  await page.keyboard.press("Enter");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Enter");
  await saved();
  const [x] = (await outlines())[0] ?? [];
  expect(x).toBeGreaterThanOrEqual(110);
});

test("the classes are in reach on a telephone", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  const select = page.getByRole("toolbar", { name: "Editing" }).locator("input:visible");
  const box = await select.boundingBox();
  if (!box) throw new Error("The list of classes is not shown.");
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(390);
});
