// Whether other programs read our exports rightly: every format of four real sets in the hands of its readers, with counts, class names, boxes and masks compared.
// The programs are installed on first use, in environments of their own with pinned versions, in the cache folder (about 9 GB):
//   npm run bench -- peers [--peer NAME]... [--set facades|nuts|tiny|same12]... [--written FORMAT]... [--guide]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { askPeer } from "./peers/askPeer.mjs";
import { compareWithTruth } from "./peers/compareWithTruth.mjs";
import { installPeer } from "./peers/environments.mjs";
import { guideTable } from "./peers/guideTable.mjs";
import { PEERS } from "./peers/peers.mjs";
import { REASONS, reasonOf } from "./peers/reasons.mjs";
import { hasSamples, readSet, SETS, WRITTEN, writeSet } from "./peers/sets.mjs";

/** @typedef {keyof typeof SETS} SetName */
/** @typedef {keyof typeof WRITTEN} Written */
/** @typedef {import("./peers/compareWithTruth.mjs").Answer} Answer */

const list = /** @type {const} */ ({ type: "string", multiple: true });
const { values } = parseArgs({ options: { peer: list, set: list, written: list, guide: { type: "boolean" } } });
if (values.guide === true) {
  console.log(guideTable());
  process.exit(0);
}
if (!hasSamples()) {
  console.error("The real sets are not here: they lie in ../shared/samples beside the checkout.");
  process.exit(2);
}
const peers = chosen(values.peer, Object.keys(PEERS));
const sets = /** @type {SetName[]} */ (chosen(values.set, Object.keys(SETS)));
const written = /** @type {Written[]} */ (chosen(values.written, Object.keys(WRITTEN)));

const root = mkdtempSync(path.join(tmpdir(), "maskyard-peers-"));
let unexplained = 0;
const used = new Set();
try {
  const exports = [];
  for (const name of sets) {
    const set = await readSet(name);
    for (const one of written) {
      const folder = path.join(root, name, one.replaceAll(" ", ""));
      exports.push({ set: name, written: one, folder, truth: await writeSet(set, one, folder) });
    }
  }
  for (const peer of peers) {
    const jobs = exports.filter((one) => PEERS[peer].includes(one.written));
    const python = installPeer(peer);
    const answers = askPeer(
      peer,
      python,
      jobs.map(({ written: one, folder }) => ({ format: WRITTEN[one].format, folder })),
    );
    jobs.forEach(({ set, written: one, truth }, i) => {
      const found = compareWithTruth(/** @type {Answer} */ (answers[i]), truth).map((difference) => {
        const reason = reasonOf(peer, one, difference);
        if (reason === undefined) unexplained++;
        else used.add(reason);
        return `${reason === undefined ? "UNEXPLAINED" : "known"} ${difference.kind}: ${difference.what}`;
      });
      const words = found.length === 0 ? "same" : found.join("; ");
      console.log(`${peer.padEnd(16)} ${one.padEnd(18)} ${set.padEnd(8)} ${words}`);
    });
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
// Of a part alone nothing follows for the reasons of the rest.
const isWhole = [values.peer, values.set, values.written].every((wanted) => wanted === undefined);
const stale = isWhole ? REASONS.filter((reason) => !used.has(reason)) : [];
for (const { peers: of, written: as, reason } of stale) console.log(`Not seen any more: ${of} ${as}: ${reason}`);
console.log(unexplained === 0 ? "Every difference has its reason." : `${unexplained} differences without a reason.`);
process.exitCode = unexplained + stale.length === 0 ? 0 : 1;

function chosen(/** @type {string[] | undefined} */ wanted, /** @type {string[]} */ known) {
  const unknown = wanted?.find((one) => !known.includes(one));
  if (unknown === undefined) return wanted ?? known;
  console.error(`There is no "${unknown}"; known are ${known.join(", ")}.`);
  process.exit(2);
}
