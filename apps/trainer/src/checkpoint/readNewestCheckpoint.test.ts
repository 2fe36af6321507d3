import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { saveSafetensors } from "@maskyard/model";
import { BlobStore } from "@maskyard/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkpointFormatVersion } from "./checkpointFormat.ts";
import { readNewestCheckpoint } from "./readNewestCheckpoint.ts";

let folder: string;
let blobs: BlobStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-checkpoint-"));
  blobs = new BlobStore(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(step: number, metadata: Record<string, string>) {
  const arrays = new Map([
    ["conv.weight", { shape: [2], values: Float32Array.of(step, 2) }],
    ["momentum.conv.weight", { shape: [2], values: Float32Array.of(step, 3) }],
  ]);
  const { sha256 } = await blobs.put(saveSafetensors(arrays, metadata), "application/octet-stream");
  return { id: `checkpoint-${step}`, step, blobSha256: sha256 };
}

const metadataOf = (step: number) => ({
  maskyardFormat: String(checkpointFormatVersion),
  step: String(step),
  epoch: "1",
  seed: "1",
});

test("takes the newest that is whole, and tells what was wrong with the others", async () => {
  const whole = await write(1, metadataOf(1));
  const mislabelled = await write(2, metadataOf(7));
  const foreign = await write(3, {});
  const newerFormat = await write(4, { ...metadataOf(4), maskyardFormat: "99" });
  const torn = await write(5, metadataOf(5));
  await writeFile(blobs.path(torn.blobSha256), "torn");
  const missing = { id: "checkpoint-6", step: 6, blobSha256: "0".repeat(64) };
  const damaged: [number, string][] = [];
  const checkpoints = [missing, torn, newerFormat, foreign, mislabelled, whole];
  const read = await readNewestCheckpoint(blobs, checkpoints, (step, reason) => damaged.push([step, reason]));
  expect(read).toMatchObject({ id: "checkpoint-1", step: 1 });
  expect([...(read?.weights.keys() ?? [])]).toEqual(["conv.weight"]);
  expect(read?.weights.get("conv.weight")).toMatchObject({ shape: [2], values: Float32Array.of(1, 2) });
  expect([...(read?.optimizerState.keys() ?? [])]).toEqual(["momentum.conv.weight"]);
  expect(damaged.map(([step]) => step)).toEqual([6, 5, 4, 3, 2]);
  expect(damaged.at(-1)?.[1]).toBe("the file says step 7");
});

test("gives null when none is left", async () => {
  expect(await readNewestCheckpoint(blobs, [], () => undefined)).toBeNull();
});
