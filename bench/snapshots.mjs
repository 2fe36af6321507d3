// The difference of two snapshots of 100,000 images, read from their blobs; and how long parsing both whole would take.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { BlobStore, diffSnapshots, readManifest } from "../packages/store/dist/index.js";

const imageCount = 100_000;
const annotationsPerImage = 2;
const pointsPerPolygon = 16;
const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-snapshots-"));
const blobs = new BlobStore(folder);

/** @param {number} n */
const id = (n) => `01a20762-167c-71fe-9689-${n.toString(16).padStart(12, "0")}`;

/** The canonical JSON of a manifest; every `changeEvery`-th image has a moved polygon. @param {number} changeEvery */
function* manifestText(changeEvery) {
  yield `{"categories":[{"id":"${id(1)}","name":"car","position":0}],"datasetId":"${id(2)}","images":[`;
  for (let i = 0; i < imageCount; i++) {
    const annotations = Array.from({ length: annotationsPerImage }, (_, a) => {
      const isMoved = a === 0 && changeEvery > 0 && i % changeEvery === 0;
      const outer = Array.from(
        { length: 2 * pointsPerPolygon },
        (_, p) => ((i * 31 + a * 17 + p * 7.25) % 640) + (isMoved ? 1 : 0),
      );
      return `{"areaPx":812.5,"boxXywhPx":[1,2,30,40],"categoryId":"${id(1)}","geometry":{"parts":[{"holes":[],"outer":[${outer}]}],"type":"polygon"},"id":"${id(i * 10 + a)}","isCrowd":false,"revision":${isMoved ? 2 : 1}}`;
    });
    yield `${i > 0 ? "," : ""}{"annotations":[${annotations}],"blobSha256":"${"ab".repeat(32)}","exifOrientation":1,"fileName":"images/${i}.jpg","heightPx":480,"id":"${id(i)}","subset":"train","widthPx":640}`;
  }
  yield '],"version":1}';
}

/** @param {number} changeEvery */
async function keep(changeEvery) {
  let bytes = 0;
  const text = Readable.from(
    (function* () {
      for (const piece of manifestText(changeEvery)) {
        bytes += piece.length;
        yield Buffer.from(piece);
      }
    })(),
  );
  const { sha256 } = await blobs.put(text.pipe(createGzip()), "application/gzip");
  return { sha256, mib: Math.round(bytes / 2 ** 20) };
}

/** @param {string} name @param {() => Promise<unknown>} work */
async function time(name, work) {
  const times = [];
  for (let i = 0; i < 5; i++) {
    const startedMs = performance.now();
    await work();
    times.push(performance.now() - startedMs);
  }
  times.sort((a, b) => a - b);
  console.log(
    `${name}: median ${((times[2] ?? 0) / 1000).toFixed(2)} s, least ${((times[0] ?? 0) / 1000).toFixed(2)} s of 5`,
  );
}

try {
  const [before, same, after] = [await keep(0), await keep(0), await keep(100)];
  console.log(
    `${imageCount.toLocaleString("en")} images, ${(imageCount * annotationsPerImage).toLocaleString("en")} polygons of ${pointsPerPolygon} points, ${before.mib} MiB of JSON a snapshot`,
  );
  await time("Difference of two alike", () => diffSnapshots(blobs, before.sha256, same.sha256));
  await time("Difference, 1 % of images changed", async () => {
    const { images, annotations } = await diffSnapshots(blobs, before.sha256, after.sha256);
    if (images.changed !== imageCount / 100 || annotations.geometryChanged !== imageCount / 100) {
      throw new Error(`expected ${imageCount / 100} changed images, got ${JSON.stringify({ images, annotations })}`);
    }
  });
  await time("For comparison, JSON.parse of one of them", () => readManifest(blobs, before.sha256));
  console.log(`Peak memory of the process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
