import { titleOf } from "./environments.mjs";
import { PEERS } from "./peers.mjs";
import { reasonsFor } from "./reasons.mjs";

/** The table of the guide, and below it what its numbers say. */
export function guideTable() {
  /** @type {string[]} */
  const reasons = [];
  const numberOf = (/** @type {string} */ reason) => {
    if (!reasons.includes(reason)) reasons.push(reason);
    return reasons.indexOf(reason) + 1;
  };
  const rows = Object.entries(PEERS).map(([peer, written]) => {
    const cells = written.map((one) => {
      const numbers = [...new Set(reasonsFor(peer, one).map(({ reason }) => numberOf(reason)))].sort((a, b) => a - b);
      return `\`${one}\` ${numbers.length === 0 ? "same" : numbers.join(", ")}`;
    });
    return `| ${titleOf(peer)} | ${cells.join("; ")} |`;
  });
  return ["| read by | formats |", "|---|---|", ...rows, "", ...reasons.map((reason, i) => `${i + 1}. ${reason}`)].join(
    "\n",
  );
}
