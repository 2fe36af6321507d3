// Random histories of the editor: edits, delays, losses, conflicts, refusals and reloads, each step held to the machine's promises
// (packages/annotations/src/editing). `npm run bench -- editor-histories [histories] [seed]`; the tests run a sample of them.
import { runHistories } from "../packages/annotations/dist/editing/testing/runHistories.js";

const histories = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? 1);
const startedMs = performance.now();
const run = runHistories({ histories, seed });
const seconds = (performance.now() - startedMs) / 1000;
console.log(
  `${run.histories} histories of seed ${seed}, ${run.actions} actions, in ${seconds.toFixed(1)} s; none broke a promise`,
);
console.log(
  `edits stored ${run.stored}, refused ${run.refused}, there already ${run.moot}, unmade before they were sent ${run.unsent}; ` +
    `steps undone ${run.undone}, requests sent again ${run.repeated}`,
);
