// `npm run check`: format, lint, import direction, types, and drift of the database and of the graph.
import { checks } from "./checks.mjs";
import { generate } from "./generate.mjs";
import { installPackages } from "./start/installPackages.mjs";
import { createSteps } from "./start/steps.mjs";

const steps = createSteps();
let failed = 0;
// After a pull that brought a package every check would fail on the import and none would say why.
await steps.run("Packages", async (progress) => {
  const installed = await installPackages(process.cwd(), { onStart: () => progress("npm ci") });
  return [installed ? "installed" : "up to date", undefined];
});
await generate();
for (const check of checks) {
  try {
    await steps.run(check.name, async () => {
      const problem = await check.run();
      if (problem) throw new Error(problem);
      return ["in order", undefined];
    });
  } catch (error) {
    failed += 1;
    console.error(`\n${/** @type {Error} */ (error).message}\n`);
  }
}
process.exit(failed === 0 ? 0 : 1);
