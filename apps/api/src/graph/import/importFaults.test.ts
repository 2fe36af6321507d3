import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { checkStorage } from "@maskyard/store";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let zip: Uint8Array;
const IMAGES = 5;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  zip = await makeCocoZip({ images: IMAGES, widthPx: 300, heightPx: 200 });
});

afterAll(async () => {
  vi.restoreAllMocks();
  await api?.close();
});

/** Imports the zip and tells how it ended, with what is in the dataset then. */
async function importInto(dataset: string) {
  const { importId } = await api.importZip(owner, zip, { dataset });
  const { data } = await api.graph(
    owner,
    "query ($id: ID!) { import(id: $id) { status error dataset { imageCount annotationCount categories { name } } } }",
    { id: importId },
  );
  return data.import;
}

/** Everything an import could leave behind: blobs (half-written ones too), journals, archives. */
function leftovers(): string[] {
  return ["blobs", "tmp", "uploads"].flatMap((folder) => {
    const path = join(api.dataFolder, folder);
    if (!existsSync(path)) return [];
    const names = readdirSync(path, { recursive: true, encoding: "utf8" });
    return names.filter((name) => statSync(join(path, name)).isFile()).map((name) => join(folder, name));
  });
}

/** The dataset was made for the import, and went with it. */
const nothing = null;
const diskFull = { status: "FAILED", error: expect.stringMatching(/disk is full.*make room and import again/) };

describe("a write that fails", () => {
  for (let failing = 1; failing <= IMAGES; failing += 1) {
    test.each(["before", "after"] as const)(
      `of file ${failing}, %s its bytes are kept: nothing stays`,
      async (when) => {
        const { blobs, pool } = api.services;
        const put = blobs.put.bind(blobs);
        let calls = 0;
        const spy = vi.spyOn(blobs, "put").mockImplementation(async (source, mediaType) => {
          calls += 1;
          const fails = calls === failing;
          if (!fails || when === "after") {
            const stored = await put(source, mediaType);
            if (!fails) return stored;
          }
          throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
        });
        const ended = await importInto(`fails at ${failing} ${when}`);
        spy.mockRestore();
        expect(ended).toMatchObject({ ...diskFull, dataset: nothing });
        expect(leftovers()).toEqual([]);
        expect((await checkStorage(pool, blobs, { deep: true, repair: false })).problems).toEqual([]);
      },
    );
  }
});

/** A small disk in the folder's place, where this account may mount one; null elsewhere. */
function mountSmallDisk(folder: string, kib: number): (() => void) | null {
  mkdirSync(folder, { recursive: true });
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${kib}k`, "maskyard-test", folder]);
  return mounted.status === 0 ? () => void spawnSync("umount", [folder]) : null;
}

test("on a disk that is really full nothing stays, and with room again the import lands", async (context) => {
  const blobs = join(api.dataFolder, "blobs");
  const unmount = mountSmallDisk(blobs, 40);
  if (unmount === null) return context.skip("only root may mount a small disk");
  try {
    expect(await importInto("full")).toMatchObject({ ...diskFull, dataset: nothing });
    expect(leftovers()).toEqual([]);
  } finally {
    unmount();
  }
  expect(await importInto("full")).toMatchObject({
    status: "SUCCEEDED",
    dataset: { imageCount: IMAGES, annotationCount: 2 * IMAGES },
  });
});

test("an upload that finds the disk full says so, and goes on from there with room again", async (context) => {
  const folder = join(api.dataFolder, "uploads");
  const begin = () =>
    api.fastify.inject({
      method: "POST",
      url: "/files/uploads",
      query: { dataset: "full", fingerprint: "f" },
      headers: { authorization: `Bearer ${owner.token}`, "tus-resumable": "1.0.0", "upload-length": String(200_000) },
    });
  const unmount = mountSmallDisk(folder, 128);
  if (unmount === null) return context.skip("only root may mount a small disk");
  try {
    const refused = await begin();
    expect([refused.statusCode, refused.json().error]).toEqual([
      507,
      { code: "DISK_FULL", message: "The server's disk is full. Make room and try again." },
    ]);
  } finally {
    unmount();
  }
  expect((await begin()).statusCode).toBe(201);
});
