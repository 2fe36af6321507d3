// One way of reading a COCO file, in a process of its own: `readOnce.mjs bytes|values|document whole|pieces FILE`.
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { decodeText, parseAnnotations, readJson } from "../../packages/annotations/dist/index.js";

const [what, how, path = ""] = process.argv.slice(2);
const text = async () => decodeText(await readFile(path));
const file =
  how === "pieces"
    ? { path, text, chunks: () => createReadStream(path, { highWaterMark: 1024 ** 2 }) }
    : { path, text };
const start = performance.now();
const count = await read();
const wallSeconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage();
const peakMiB = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ count, wallSeconds, cpuSeconds: (user + system) / 1e6, peakMiB }));

/** @returns {Promise<number>} */
async function read() {
  if (what === "bytes") {
    if (how === "whole") return (await text()).length;
    let bytes = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 ** 2 })) bytes += chunk.length;
    return bytes;
  }
  if (what === "values") {
    const root = how === "whole" ? JSON.parse(await text()) : /** @type {any} */ (await readJson(file));
    return root.annotations.length;
  }
  const document = await parseAnnotations({ files: [file], imagePaths: null });
  return document.ledger.annotations.kept;
}
