import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A desk and a telephone. */
const WIDTHS_PX = [1440, 390];

/** What a look with axe takes: all rules in the light, and in the dark the one that colours can break. */
const LOOKS = [
  { scheme: "light", options: { resultTypes: ["violations"] } },
  {
    scheme: "dark",
    options: { resultTypes: ["violations"], runOnly: { type: "rule", values: ["color-contrast"] } },
  },
] as const satisfies readonly { scheme: "light" | "dark"; options: RunOptions }[];

/**
 * The serious and critical findings of axe on what a page shows, at both widths and in both colour schemes, each as one line: where it was seen, the rule, and
 * up to three elements with what is wrong with them. The page stays as it is loaded: the window is resized and the scheme is switched in place.
 */
export async function seriousFindings(page: Page): Promise<string[]> {
  const found: string[] = [];
  await page.evaluate(`"axe" in window || eval(${JSON.stringify(axeSource)})`);
  for (const width of WIDTHS_PX) {
    await page.setViewportSize({ width, height: 900 });
    for (const { scheme, options } of LOOKS) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.waitForFunction((name) => document.documentElement.dataset.mantineColorScheme === name, scheme);
      const { violations } = (await page.evaluate(
        (chosen) => (window as unknown as { axe: { run: (o: unknown) => Promise<unknown> } }).axe.run(chosen),
        options,
      )) as AxeResults;
      found.push(...violations.filter(isSerious).map((one) => `${width} px ${scheme}: ${describe(one)}`));
    }
  }
  return found;
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
