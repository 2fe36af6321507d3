import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { askPeer } from "./askPeer.mjs";
import { compareWithTruth } from "./compareWithTruth.mjs";
import { pythonOf } from "./environments.mjs";
import { guideTable } from "./guideTable.mjs";
import { PEERS } from "./peers.mjs";
import { reasonOf } from "./reasons.mjs";
import { hasSamples, readSet, WRITTEN, writeSet } from "./sets.mjs";

it("is what the guide says", () => {
  const guide = readFileSync(new URL("../../docs/guide/exporting.md", import.meta.url), "utf8");
  expect(guide, "npm run bench -- peers --guide prints the table").toContain(guideTable());
});

describe("the comparison", () => {
  // Two columns of a picture 4 x 2: the left one and, of the second car, the right one.
  const left = { heightPx: 2, widthPx: 4, counts: Uint32Array.of(0, 2, 6) };
  const right = { heightPx: 2, widthPx: 4, counts: Uint32Array.of(6, 2) };
  const truth = {
    categories: ["car", "sign"],
    images: [
      {
        ...{ path: "images/a.jpg", widthPx: 4, heightPx: 2 },
        objects: [
          { category: "car", boxXywhPx: [0, 0, 1, 2], runs: left },
          { category: "car", boxXywhPx: [3, 0, 1, 2], runs: right },
        ],
      },
    ],
  };
  const runs = (/** @type {number[]} */ ...counts) => ({ size: /** @type {[number, number]} */ ([2, 4]), counts });
  const first = { category: "car", box: [0, 0, 1, 2], runs: runs(0, 2, 6), rings: null };
  const second = { category: "car", box: [3, 0, 1, 2], runs: null, rings: [[3, 0, 4, 0, 4, 2, 3, 2]] };
  const answer = (/** @type {object[]} */ objects, more = {}) =>
    /** @type {import("./compareWithTruth.mjs").Answer} */ ({
      images: [{ path: "/tmp/out/images/a.jpg", subset: null, isFound: true, objects }],
      categories: ["car", "sign"],
      ...more,
    });

  it("finds nothing where all is the same, in any order", () => {
    expect(compareWithTruth(answer([second, first]), truth)).toEqual([]);
  });

  it.each([
    ["objects", "1 missing, 0 extra", answer([first])],
    ["objects", "0 missing, 1 extra", answer([first, second, { ...first, box: [0, 0, 1, 1] }])],
    ["objects", "1 missing, 1 extra", answer([first, { ...second, category: "sign" }])],
    ["boxes", "1 of 2 apart by up to 1.00 px", answer([first, { ...second, box: [2, 0, 2, 2] }])],
    ["masks", "1 without", answer([first, { ...second, rings: null }])],
    ["masks", "1 of 2 unlike, IoU from 0.500, median 1.000", answer([{ ...first, runs: runs(0, 4, 4) }, second])],
    ["names", "2 names, 2 written, or others", answer([first, second], { categories: ["sign", "car"] })],
    ["images", "1 of 1 missing, 0 extra", answer([], { images: [] })],
    ["refused", "TypeError: no", { refused: "TypeError: no", images: [], categories: null }],
  ])("tells %s: %s", (kind, what, found) => {
    expect(compareWithTruth(found, truth)).toEqual([expect.objectContaining({ kind, what })]);
  });
});

/** Quick to start, and between them they look for every layout. */
const HERE = /** @type {const} */ (["datumaro-cvat", "supervision-0.18"]);

describe.each(HERE)("%s", (peer) => {
  const { python, isThere } = pythonOf(peer);
  if (!isThere) {
    console.warn(
      `peers.test.mjs: ${peer} is not installed, its test is skipped; \`npm run bench -- peers --peer ${peer}\` installs it`,
    );
  }
  if (!hasSamples()) console.warn("peers.test.mjs: ../shared/samples is not here, its tests are skipped");

  it.skipIf(!isThere || !hasSamples())("reads four pictures of each format", { timeout: 60_000 }, async () => {
    const { root, document } = await readSet("tiny");
    const set = { root, document: { ...document, images: document.images.slice(0, 4) } };
    const folder = mkdtempSync(path.join(tmpdir(), "maskyard-peers-test-"));
    try {
      const jobs = [];
      for (const written of PEERS[peer] ?? []) {
        const out = path.join(folder, written);
        jobs.push({ written, truth: await writeSet(set, written, out), format: WRITTEN[written].format, folder: out });
      }
      const answers = askPeer(peer, python, jobs);
      const unknown = jobs.flatMap(({ written, truth }, i) =>
        compareWithTruth(/** @type {import("./compareWithTruth.mjs").Answer} */ (answers[i]), truth)
          .filter((difference) => reasonOf(peer, written, difference) === undefined)
          .map((difference) => ({ written, ...difference })),
      );
      expect(unknown).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
