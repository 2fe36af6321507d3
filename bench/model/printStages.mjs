import { stageNames } from "../../packages/model/dist/index.js";

/** @typedef {Record<string, {wallS: number, cpuS: number}>} Stages */

const order = [...stageNames, "mask pasting", "rest"];

/**
 * One row a stage: wall clock and processor time of both sides, in milliseconds. On a busy machine only the latter tells.
 * @param {string} title @param {Stages} ours @param {Stages} theirs
 */
export function printStages(title, ours, theirs) {
  const ms = (/** @type {number | undefined} */ seconds) =>
    (seconds === undefined ? "-" : (seconds * 1000).toFixed(0)).padStart(7);
  console.log(`\n${title}, ms      ours  torchvision     ours cpu  torchvision cpu   ratio of cpu`);
  for (const name of order) {
    const [mine, other] = [ours[name], theirs[name]];
    if (mine === undefined && other === undefined) continue;
    const ratio = mine && other && other.cpuS > 0.001 ? (mine.cpuS / other.cpuS).toFixed(2) : "";
    console.log(
      `${name.padEnd(24)}${ms(mine?.wallS)}      ${ms(other?.wallS)}      ${ms(mine?.cpuS)}          ${ms(other?.cpuS)}   ${ratio.padStart(6)}`,
    );
  }
}
