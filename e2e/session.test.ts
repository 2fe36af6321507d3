import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { lookAfter } from "./lookAfter.ts";
import { type OpenBrowser, openBrowser } from "./openBrowser.ts";

const product = inject("product");
let open: OpenBrowser;
let page: Page;

// The tests walk one path: a link, a password, another one, and out and in again by it.
beforeAll(async () => {
  open = await openBrowser(product.chromiumPath, product.url);
  page = open.page;
});

afterEach(({ task }) => lookAfter(open, task));

afterAll(async () => {
  await askForLink("--forget-password"); // as the other files expect it
  await open?.browser.close();
});

/** As somebody at the server's machine does it. */
async function askForLink(...args: string[]): Promise<{ url: string; email: string; expiresAt: string }> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["apps/cli/bin/maskyard.mjs", "sign-in-link", "--json", ...args],
    { env: { PATH: process.env.PATH, MASKYARD_DATA: product.dataDir } },
  );
  return JSON.parse(stdout);
}

async function signOut(): Promise<void> {
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
}

async function fillPasswords(values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(value);
}

async function signInWith(email: string, password: string): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("whoever has no password is asked before signing out, and can set one", async () => {
  const link = await askForLink();
  expect(link.email).toBe("admin@maskyard.local");
  await page.goto(link.url);
  await page.waitForURL("**/datasets");
  await signOut();
  await page.getByText("Sign out without a password?").waitFor();
  await page.getByRole("link", { name: "Set a password" }).click();
  await page.waitForURL("**/settings");

  await fillPasswords({ "New password": "short", "Repeat new password": "other" });
  await page.getByRole("button", { name: "Set password" }).click();
  await page.getByText("Use at least 8 characters").waitFor();
  await page.getByText("The two passwords do not match").waitFor();
  expect(await page.getByLabel("Current password").count()).toBe(0);

  await fillPasswords({ "New password": "a first password", "Repeat new password": "a first password" });
  await page.getByRole("button", { name: "Set password" }).click();
  await page.getByText("Your password was set").waitFor();
});

test("changing it asks for the current one", async () => {
  const next = { "New password": "a second password", "Repeat new password": "a second password" };
  await fillPasswords({ "Current password": "not the current one", ...next });
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByText("This is not your current password.").waitFor();
  await fillPasswords({ "Current password": "a first password" });
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByText("Your password was changed").waitFor();
});

test("after signing out the email address and the new password sign in; the page says what to do without one", async () => {
  await signOut();
  await page.waitForURL("**/sign-in");
  await page.getByText("npx maskyard sign-in-link").waitFor();
  await signInWith("admin@maskyard.local", "a first password");
  await page.getByText("Email or password is wrong.").waitFor();
  await signInWith("admin@maskyard.local", "a second password");
  await page.waitForURL("**/datasets");
  await page.getByRole("heading", { name: "Datasets" }).waitFor();
});
