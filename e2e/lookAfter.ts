import { expect, type TestContext } from "vitest";
import type { OpenBrowser } from "./openBrowser.ts";

/** After a test: a picture of the page where it failed, and no uncaught error on any. */
export async function lookAfter({ page, pageErrors }: OpenBrowser, task: TestContext["task"]): Promise<void> {
  if (task.result?.state === "fail")
    await page.screenshot({ path: `test-results/browser/${task.id}.png`, fullPage: true });
  expect(pageErrors).toEqual([]);
}
