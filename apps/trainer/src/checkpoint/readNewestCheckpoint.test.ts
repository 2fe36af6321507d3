import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type NamedArray, saveSafetensors } from "@maskyard/model";
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

type Entry = [string, NamedArray];
const weight = (step: number): Entry => ["conv.weight", { shape: [2], values: Float32Array.of(step, 2) }];
const momentum = (step: number): Entry => ["momentum.conv.weight", { shape: [2], values: Float32Array.of(step, 3) }];

async function put(arrays: Map<string, NamedArray>, metadata: Record<string, string>): Promise<string> {
  return (await blobs.put(saveSafetensors(arrays, metadata), "application/octet-stream")).sha256;
}

async function write(step: number, metadata: Record<string, string>, stateMetadata = metadata) {
  return {
    id: `checkpoint-${step}`,
    step,
    blobSha256: await put(new Map([weight(step)]), metadata),
    stateBlobSha256: await put(new Map([momentum(step)]), stateMetadata),
  };
}

const metadataOf = (step: number) => ({ maskyardFormat: String(checkpointFormatVersion), step: String(step) });

test("takes the newest that is whole, and tells what was wrong with the others", async () => {
  const whole = await write(1, metadataOf(1));
  const mislabelled = await write(2, metadataOf(7));
  const foreign = await write(3, {});
  const newerFormat = await write(4, { ...metadataOf(4), maskyardFormat: "99" });
  const torn = await write(5, metadataOf(5));
  await writeFile(blobs.path(torn.blobSha256), "torn");
  const tornState = await write(6, metadataOf(6));
  await writeFile(blobs.path(tornState.stateBlobSha256), "torn");
  const foreignState = await write(7, metadataOf(7), metadataOf(6));
  const missing = { id: "checkpoint-8", step: 8, blobSha256: "0".repeat(64), stateBlobSha256: null };
  const damaged: [number, string][] = [];
  const checkpoints = [missing, foreignState, tornState, torn, newerFormat, foreign, mislabelled, whole];
  const read = await readNewestCheckpoint(blobs, checkpoints, (step, reason) => damaged.push([step, reason]));
  expect(read).toMatchObject({ id: "checkpoint-1", step: 1 });
  expect([...(read?.weights.keys() ?? [])]).toEqual(["conv.weight"]);
  expect(read?.weights.get("conv.weight")).toMatchObject({ shape: [2], values: Float32Array.of(1, 2) });
  expect([...(read?.optimizerState.keys() ?? [])]).toEqual(["momentum.conv.weight"]);
  expect(damaged.map(([step]) => step)).toEqual([8, 7, 6, 5, 4, 3, 2]);
  expect(damaged.at(-1)?.[1]).toBe("the file says step 7");
});

test("reads format version 1, which kept the optimizer's state among the weights", async () => {
  const blobSha256 = await put(new Map([weight(1), momentum(1)]), { ...metadataOf(1), maskyardFormat: "1" });
  const read = await readNewestCheckpoint(blobs, [{ id: "old", step: 1, blobSha256, stateBlobSha256: null }], () => {
    throw new Error("expected no damage");
  });
  expect([...(read?.weights.keys() ?? [])]).toEqual(["conv.weight"]);
  expect([...(read?.optimizerState.keys() ?? [])]).toEqual(["momentum.conv.weight"]);
});

test("gives null when none is left", async () => {
  expect(await readNewestCheckpoint(blobs, [], () => undefined)).toBeNull();
});
