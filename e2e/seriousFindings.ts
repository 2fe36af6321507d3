import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** How a page is looked at. */
export interface Look {
  readonly widthPx: number;
  readonly scheme: "light" | "dark";
}

/** A desk and a telephone, in the light and in the dark; the first two have each of both once. */
export const LOOKS: readonly Look[] = [
  { widthPx: 1440, scheme: "light" },
  { widthPx: 390, scheme: "dark" },
  { widthPx: 1440, scheme: "dark" },
  { widthPx: 390, scheme: "light" },
];

/** Before the page is loaded: switched in place, what is fading from one colour to the other would be found too faint. */
export async function lookFrom(page: Page, { widthPx, scheme }: Look): Promise<void> {
  await page.setViewportSize({ width: widthPx, height: 900 });
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
}

/** The serious and critical findings of axe on what a page shows, each as one line: the rule, and up to three elements with what is wrong with them. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(`"axe" in window || eval(${JSON.stringify(axeSource)})`);
  const { violations } = (await page.evaluate(
    (options) => (window as unknown as { axe: { run: (o: unknown) => Promise<unknown> } }).axe.run(options),
    { resultTypes: ["violations"] } satisfies RunOptions,
  )) as AxeResults;
  return violations.filter(isSerious).map(describe);
}

type Violation = AxeResults["violations"][number];

function isSerious({ impact }: Violation): boolean {
  return impact === "serious" || impact === "critical";
}

function describe({ id, nodes }: Violation): string {
  const elements = nodes.map(
    ({ target, failureSummary }) => `${target.join(" ")} (${failureSummary?.split("\n").at(-1)?.trim()})`,
  );
  const more = elements.length > 3 ? ` and ${elements.length - 3} more` : "";
  return `${id}: ${elements.slice(0, 3).join("; ")}${more}`;
}
