import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { askGraph } from "./askGraph.ts";
import { type CampusArchive, campusArchive } from "./campusArchive.ts";
import { lookAfter } from "./lookAfter.ts";
import { type OpenBrowser, openBrowser } from "./openBrowser.ts";
import { type SeenImage, sampleOf } from "./sampleOf.ts";

const product = inject("product");
/** A few steps take seconds on a machine of their own; on one that also builds, minutes. */
const TRAINING_MS = 900_000;
const DATASET = "Campus in the browser";
let archive: CampusArchive;
let open: OpenBrowser;
let page: Page;

// The tests walk one path, in this order: sign in, import, browse, annotate, train, compare.
beforeAll(async () => {
  archive = await campusArchive(6, 2);
  open = await openBrowser(product.chromiumPath, product.url);
  page = open.page;
});

afterEach(({ task }) => lookAfter(open, task));

afterAll(async () => {
  await open?.browser.close();
});

test("a stranger is sent to sign in, and a wrong password is told without saying what was wrong", async () => {
  await page.goto("/runs");
  await page.waitForURL("**/sign-in?from=%2Fruns");
  await page.getByLabel("Email").fill("admin@maskyard.local");
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("The email or password is wrong.").waitFor();
});

test("the one-time link signs in and works once", async () => {
  await page.goto(product.loginUrl);
  await page.waitForURL("**/datasets");
  await page.getByRole("heading", { name: "Datasets" }).waitFor();
  await page.getByText("No datasets yet").waitFor();

  const stranger = await open.browser.newContext();
  const second = await stranger.newPage();
  await second.goto(product.loginUrl);
  await second.getByText("That sign-in link has expired or was already used.").waitFor();
  await stranger.close();
});

test("a zip becomes a dataset, with progress and a report of what was kept", async () => {
  await page.getByRole("button", { name: "New dataset" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(DATASET);
  await dialog.getByRole("button", { name: "Create" }).click();
  await chooseArchive("campus.zip", archive.zip);
  await dialog.getByText(`${archive.images} images and ${archive.annotations} annotations imported`).waitFor();
  await dialog.getByText(`${archive.annotations} annotations read.`).waitFor();
  await dialog.getByRole("button", { name: "Show images" }).click();

  await page.waitForURL("**/datasets/*");
  await page.getByRole("heading", { name: DATASET }).waitFor();
  await page.getByText(`${archive.images} images`, { exact: true }).waitFor();
});

test("a broken zip is refused where it was dropped", async () => {
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await chooseArchive("broken.zip", Buffer.from("PK\u0003\u0004 this is no zip"));
  const dialog = page.getByRole("dialog");
  const message = dialog.getByRole("alert");
  await message.waitFor();
  expect(await message.textContent()).toMatch(/zip|archive/i);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
});

test("the grid shows thumbnails with their masks, and filters", async () => {
  const tiles = page.getByRole("link", { name: /scene-0\d+\.jpg, / });
  await tiles.first().waitFor();
  expect(await tiles.count()).toBe(archive.images);
  // A mask layer starts empty and is drawn on when the annotations have arrived.
  await page.waitForFunction(() =>
    Array.from(document.querySelectorAll("canvas")).some((canvas) => {
      const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      return data.some((value) => value !== 0);
    }),
  );
  await page.waitForFunction(() => Array.from(document.images).every((image) => image.naturalWidth > 0));

  await page.getByRole("textbox", { name: "File name contains" }).fill("val/");
  await page.getByText("2 images", { exact: true }).waitFor();
  await page.getByRole("textbox", { name: "File name contains" }).fill("no such name");
  await page.getByText("No matching images").waitFor();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await page.getByText(`${archive.images} images`, { exact: true }).waitFor();
});

test("a polygon is drawn, kept across a reload, bent and deleted again", async () => {
  await page
    .getByRole("link", { name: /scene-0\d+\.jpg, / })
    .first()
    .click();
  const panel = page.getByRole("complementary", { name: "Annotations" });
  const countText = panel.getByText(/^\d+ annotations?$/);
  await countText.waitFor();
  const before = Number.parseInt((await countText.textContent()) ?? "", 10);

  await page.keyboard.press("p");
  const stage = await page.getByRole("application").boundingBox();
  if (!stage) throw new Error("The stage has no box.");
  const corner = (x: number, y: number) => ({ x: stage.x + stage.width * x, y: stage.y + stage.height * y });
  for (const { x, y } of [corner(0.45, 0.45), corner(0.55, 0.45), corner(0.55, 0.55), corner(0.45, 0.55)]) {
    await page.mouse.click(x, y);
  }
  await page.keyboard.press("Enter");
  await panel.getByText(`${before + 1} annotations`, { exact: true }).waitFor();
  await saved();

  const drawn = corner(0.5, 0.5);
  const vertex = page.locator("[data-vertex='0 0 0']");
  const handle = await vertex.boundingBox();
  if (!handle) throw new Error("The drawn polygon shows no vertices.");
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(handle.x - 30, handle.y - 20, { steps: 4 });
  await page.mouse.up();
  await panel.getByText("r2 Changed").waitFor();
  await saved();

  await page.reload();
  await panel.getByText(`${before + 1} annotations`, { exact: true }).waitFor();
  await page.mouse.click(drawn.x, drawn.y);
  await panel.getByText("r1 Created").waitFor();
  await page.keyboard.press("Delete");
  await panel.getByText(before === 1 ? "1 annotation" : `${before} annotations`, { exact: true }).waitFor();
  await page.keyboard.press("Control+z");
  await panel.getByText(`${before + 1} annotations`, { exact: true }).waitFor();
  await saved();
});

test("a run launched in the dialog trains, and its loss curve grows while it does", {
  timeout: TRAINING_MS,
}, async () => {
  await page.goto("/runs");
  await page.getByRole("button", { name: "New run" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("first run");
  await dialog.getByLabel("Max steps").fill("6");
  await dialog.getByLabel("Batch size").fill("1");
  await dialog.getByLabel("Min size (px)").fill("128");
  await dialog.getByRole("button", { name: "Show the GraphQL mutation" }).click();
  expect(await dialog.locator("pre").textContent()).toContain('"maxSteps": 6');
  await dialog.getByRole("button", { name: "Launch run" }).click();
  await page.waitForURL("**/runs/*");
  await page.getByRole("heading", { name: "first run" }).waitFor();

  const few = await pointsShown((count) => count > 0);
  const more = await pointsShown((count) => count > few);
  expect(more).toBeGreaterThan(few);
  await page.getByRole("img", { name: "Total loss over steps" }).locator("canvas").waitFor();
  await page.getByText("Succeeded").waitFor({ timeout: TRAINING_MS });

  await page.getByRole("img", { name: "Total loss over steps" }).locator(".u-over").click();
  const behind = page.getByRole("dialog", { name: /^Images of step \d$/ });
  const card = behind.getByRole("article").first();
  await card.getByRole("link", { name: /scene-0\d+\.jpg/ }).waitFor();
  expect(await card.textContent()).toMatch(/step \d · loss \d.*objectness/);
  await page.keyboard.press("Escape");
  await behind.waitFor({ state: "hidden" });

  await page.getByRole("tab", { name: "Predictions" }).click();
  await page.getByText("Ground truth").first().waitFor();
  await page.getByRole("tab", { name: "Checkpoints" }).click();
  await page.getByText("Best", { exact: true }).waitFor();
  await page.getByRole("tab", { name: "Log" }).click();
  await page.getByRole("log", { name: "Run log" }).waitFor();
});

test("a run starts from another's checkpoint, and says so", { timeout: TRAINING_MS }, async () => {
  await page.goto("/runs");
  await page.getByRole("button", { name: "New run" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByPlaceholder("Random").click();
  await page.getByRole("option", { name: /first run, step 6/ }).click();
  await dialog.getByRole("textbox", { name: "Name" }).fill("continued run");
  await dialog.getByRole("button", { name: "All settings" }).click();
  for (const [label, text] of [
    ["Max steps", "1"],
    ["Batch size", "1"],
    ["Min size (px)", "128"],
    ["Horizontal flip", "1"],
    ["Scale jitter", "1.5, 2.5"],
    ["Crop size (px)", "128"],
    ["Brightness jitter", "0.4"],
  ] as const) {
    await dialog.getByLabel(label, { exact: true }).fill(text);
  }
  await dialog.getByRole("button", { name: "Launch run" }).click();
  await page.getByRole("heading", { name: "continued run" }).waitFor();
  await page.getByRole("tab", { name: "Configuration" }).click();
  await page.getByRole("row", { name: /Initial weights run #\d+, step 6/ }).waitFor();
  await page.getByText("Succeeded").waitFor({ timeout: TRAINING_MS });
});

test("the images behind a loss are shown as that step saw them, and as they are", async () => {
  await page.getByRole("tab", { name: "Curves" }).click();
  await page.getByRole("img", { name: "Total loss over steps" }).locator(".u-over").click();
  const behind = page.getByRole("dialog", { name: "Images of step 1" });
  const card = behind.getByRole("article").first();
  await card
    .getByText(/^scaled ×\d\.\d\d to \d+ × \d+, crop 128 × 128 at \d+, \d+, flipped, brightness ×\d\.\d\d$/)
    .waitFor();
  await card.locator("img[data-drawn]").waitFor({ state: "attached" });
  const shown = await card
    .locator("canvas")
    .first()
    .evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const drawn = (canvas as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height);
      return { width, height, pixels: Array.from(drawn?.data ?? []).filter((_, at) => at % 4 !== 3) };
    });
  expect([shown.width, shown.height]).toEqual([128, 128]);

  // Another program scales, cuts and mirrors the original by what the graph tells; the browser had a smaller picture to begin with.
  const number = Number(new URL(page.url()).pathname.split("/").at(-1));
  const { runByNumber: run } = await askGraph<{ runByNumber: { imageLosses: SeenImage[] } }>(
    product,
    `query ($number: Int!) { runByNumber(number: $number) { imageLosses(step: 1) { image { url }
      augmentation { window { scaledWidthPx scaledHeightPx leftPx topPx widthPx heightPx } colors { amount } } } } }`,
    { number },
  );
  const [seen] = run.imageLosses;
  if (!seen) throw new Error("Step 1 has no image.");
  const away = async (mirrored: boolean) => {
    const expected = await sampleOf(product, seen, mirrored);
    return shown.pixels.reduce((sum, value, at) => sum + Math.abs(value - (expected[at] ?? 0)), 0) / expected.length;
  };
  const [right, wrong] = [await away(true), await away(false)];
  expect(right).toBeLessThan(6);
  expect(wrong).toBeGreaterThan(2 * right);

  await behind.getByText("Original", { exact: true }).click();
  const outline = await card.getByRole("img", { name: "The part of the image that was trained on" }).boundingBox();
  const whole = await card.locator("img").boundingBox();
  const { window } = seen.augmentation;
  if (!outline || !whole) throw new Error("The original or its outline has no box.");
  expect((outline.x - whole.x) / whole.width).toBeCloseTo(window.leftPx / window.scaledWidthPx, 1);
  expect(outline.width / whole.width).toBeCloseTo(128 / window.scaledWidthPx, 1);
  expect(outline.height / whole.height).toBeCloseTo(128 / window.scaledHeightPx, 1);
  await page.waitForURL(/[?&]pictures=original/);
  await page.keyboard.press("Escape");
  await behind.waitFor({ state: "hidden" });
});

test("two runs are compared: curves over one another, and what differs in their settings", {
  timeout: TRAINING_MS,
}, async () => {
  const { run, dataset } = await firstRun();
  const learningRate = run.configuration.learningRate * 2;
  const { launchRun } = await askGraph<{ launchRun: { __typename: string } }>(
    product,
    `mutation ($input: LaunchRunInput!) { launchRun(input: $input) { __typename ... on LaunchRunSuccess { data { id } } } }`,
    {
      input: {
        datasetId: dataset.id,
        name: "second run",
        recipe: run.recipe,
        preset: run.preset,
        configuration: { maxSteps: 2, batchSize: 1, minSizePx: 128, learningRate },
      },
    },
  );
  expect(launchRun.__typename).toBe("LaunchRunSuccess");

  await page.goto("/runs");
  const row = page.getByRole("row", { name: /second run/ });
  await row.getByText("Succeeded").waitFor({ timeout: TRAINING_MS });
  await row.getByRole("checkbox").check();
  await page
    .getByRole("row", { name: /first run/ })
    .getByRole("checkbox")
    .check();
  await page.getByRole("link", { name: "Compare" }).click();
  await page.getByRole("heading", { name: "Compare runs" }).waitFor();
  await page.getByRole("img", { name: "loss of 2 runs over steps" }).locator("canvas").waitFor();
  // A link to the view says the smoothing too: whoever opens it may have chosen another.
  await page.waitForURL(/[?&]smooth=0\.6(&|$)/);
  await page.getByRole("tab", { name: "Settings and results" }).click();
  const line = page.getByRole("link", { name: /^second run: .*Learning rate/ }).first();
  await line.waitFor();
  await page.getByRole("tab", { name: "Differences" }).click();
  const setting = page.getByRole("row", { name: /Learning rate/ });
  const values = await setting.getByRole("cell").allTextContents();
  expect(new Set(values.map(Number))).toEqual(new Set([run.configuration.learningRate, learningRate]));
  expect(await page.getByRole("row", { name: /Weight decay/ }).count()).toBe(0);
  await page.getByRole("switch", { name: "Only differences" }).click();
  await page.getByRole("row", { name: /Weight decay/ }).waitFor();
});

test("a sweep is made in the dialog, refused by the setting that cannot be, and stopped", async () => {
  const { projects } = await askGraph<{ projects: { id: string }[] }>(product, "{ projects { id } }");
  const pauseQueue = (paused: boolean) =>
    askGraph(product, "mutation ($input: SetQueuePausedInput!) { setQueuePaused(input: $input) { __typename } }", {
      input: { projectId: projects[0]?.id, paused },
    });
  // Nothing has to train for this.
  await pauseQueue(true);
  await page.goto("/sweeps");
  await page.getByRole("button", { name: "New sweep" }).first().click();
  const dialog = page.getByRole("dialog");
  expect(await dialog.getByLabel("Dataset").first().inputValue()).toBe(DATASET);
  await dialog.getByRole("textbox", { name: "Name" }).fill("rates");
  await dialog.getByPlaceholder("Setting", { exact: true }).fill("Learning");
  await page.getByRole("option", { name: "Learning rate" }).click();
  await dialog.getByRole("textbox", { name: "Values" }).fill("0.01, 20");
  await dialog.getByRole("textbox", { name: "Seeds" }).fill("2");
  await dialog.getByRole("button", { name: "Create sweep" }).click();
  await dialog.getByText("learningRate is 20; expected at most 10.").waitFor();
  await dialog.getByRole("textbox", { name: "Values" }).fill("0.01, 0.1");
  // A field that is out of sight is opened where it is at fault.
  await dialog.getByRole("button", { name: "Advanced" }).click();
  await dialog.getByRole("textbox", { name: "Notes" }).fill("which rate");
  await dialog.getByLabel("Priority").fill("2000");
  await dialog.getByRole("button", { name: "Advanced" }).click();
  await dialog.getByLabel("Priority").waitFor({ state: "hidden" });
  await dialog.getByRole("button", { name: "Create sweep" }).click();
  await dialog.getByText("A priority lies between -1,000 and 1,000.").waitFor();
  await dialog.getByLabel("Priority").fill("5");
  await dialog.getByRole("button", { name: "Create sweep" }).click();
  await page.waitForURL("**/sweeps/*");
  await page.getByRole("heading", { name: "rates" }).waitFor();
  await page.getByText("4 waiting").waitFor();
  await page.getByText("which rate", { exact: true }).waitFor();
  await page.getByRole("tab", { name: "Runs" }).click();
  await page.getByRole("row", { name: /rates 2, seed 2 Queued/ }).waitFor();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByRole("button", { name: "Stop sweep" }).click();
  await page.getByText("4 cancelled").waitFor();
  await pauseQueue(false);
});

async function chooseArchive(name: string, buffer: Buffer): Promise<void> {
  await page.getByRole("dialog").getByLabel("Zip archive").setInputFiles({ name, mimeType: "application/zip", buffer });
}

async function saved(): Promise<void> {
  await page.locator("[data-testid=save-state][data-state=saved]").waitFor();
}

/** How many points the run page says it has, once that satisfies `wanted`. */
async function pointsShown(wanted: (count: number) => boolean): Promise<number> {
  const label = page.getByText(/^[\d,]+ points ·/);
  for (let deadline = Date.now() + TRAINING_MS; Date.now() < deadline; ) {
    await label.waitFor({ timeout: TRAINING_MS });
    const count = Number((await label.textContent())?.replace(/\D/g, ""));
    if (wanted(count)) return count;
    await page.waitForTimeout(200);
  }
  throw new Error("The run page showed no more points.");
}

async function firstRun() {
  interface Run {
    readonly name: string;
    readonly recipe: string;
    readonly preset: string;
    readonly dataset: { readonly id: string };
    readonly configuration: { readonly learningRate: number };
  }
  const { runs } = await askGraph<{ runs: { edges: { node: Run }[] } }>(
    product,
    "{ runs { edges { node { name recipe preset configuration dataset { id } } } } }",
  );
  const run = runs.edges.map(({ node }) => node).find(({ name }) => name === "first run");
  if (!run) throw new Error("The first run is not listed.");
  return { run, dataset: run.dataset };
}
