import { rm } from "node:fs/promises";
import { WRITABLE_FORMATS } from "@maskyard/annotations";
import { unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makePicture } from "../../testing/makePicture.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let viewer: TestPerson;
let datasetId: string;
let snapshotId: string;
let snapshotHash: string;

/** Two pictures of one name in two folders, one stored turned; a polygon of two parts, a mask, a box and a crowd. */
async function sourceZip(): Promise<Uint8Array> {
  const size = { width: 64, height: 48 };
  const document = {
    images: [
      { id: 0, file_name: "train/a.jpg", ...size },
      { id: 1, file_name: "val/a.jpg", ...size },
      { id: 2, file_name: "val/empty ß.jpg", ...size },
    ],
    categories: [
      { id: 0, name: "sign board" },
      { id: 7, name: 'car, "red" <x>' },
    ],
    annotations: [
      {
        id: 0,
        image_id: 0,
        category_id: 7,
        segmentation: [
          [1.25, 1, 11, 1, 11, 9],
          [20, 20, 25, 20, 25, 25.5],
        ],
      },
      { id: 1, image_id: 0, category_id: 0, segmentation: { size: [48, 64], counts: [100, 5, 43, 5, 2919] } },
      { id: 2, image_id: 1, category_id: 0, bbox: [2, 3, 10, 11] },
      { id: 3, image_id: 1, category_id: 0, iscrowd: 1, segmentation: { size: [48, 64], counts: [10, 4, 3058] } },
    ],
  };
  return zipSync({
    "train/a.jpg": await makePicture({ widthPx: 64, heightPx: 48, seed: 1 }),
    "val/a.jpg": await makePicture({ widthPx: 64, heightPx: 48, seed: 2 }),
    "val/empty ß.jpg": await makePicture({ widthPx: 64, heightPx: 48, seed: 3 }),
    "labels.json": Buffer.from(JSON.stringify(document)),
  });
}

beforeAll(async () => {
  api = await startTestApi();
  const projectId = await api.project();
  owner = await api.person({ projectId });
  viewer = await api.person({ projectId, role: "VIEWER" });
  const imported = await api.importZip(owner, await sourceZip(), { dataset: "Straße 1", split: "FROM_FILES" });
  datasetId = imported.datasetId;
  const { data } = await api.graph(
    owner,
    `mutation ($id: ID!, $split: ID!) { createSnapshot(input: { datasetId: $id, splitId: $split }) { ... on CreateSnapshotSuccess { data { id hash } } } }`,
    { id: datasetId, split: await splitId() },
  );
  snapshotId = data.createSnapshot.data.id;
  snapshotHash = data.createSnapshot.data.hash;
});

afterAll(async () => {
  await api?.close();
});

async function splitId(): Promise<string> {
  const { data } = await api.graph(owner, `query ($id: ID!) { dataset(id: $id) { splits { id } } }`, { id: datasetId });
  return data.dataset.splits[0].id;
}

async function get(person: TestPerson, url: string, query: Record<string, string>) {
  return api.fastify.inject({ url, query, headers: { authorization: `Bearer ${person.token}` } });
}

/** What a dataset holds, without the ids. */
async function contentOf(id: string) {
  const { data } = await api.graph(
    owner,
    `query ($id: ID!) { dataset(id: $id) { imageCount annotationCount categories { name }
      images { edges { node { fileName sourceSubset annotations { category { name } areaPx isCrowd box { x y width height } } } } } } }`,
    { id },
  );
  return data.dataset;
}

describe("an export", () => {
  test("of a snapshot is the same bytes each time, by id or hash, for whoever may see it", async () => {
    const query = { format: "coco" };
    const first = await get(owner, `/files/snapshots/${snapshotId}/export`, query);
    expect(first.statusCode).toBe(200);
    expect(first.headers).toMatchObject({
      "content-type": "application/zip",
      "content-disposition": expect.stringContaining(
        `filename*=UTF-8''Stra%C3%9Fe-1-${snapshotHash.slice(0, 8)}-coco.zip`,
      ),
    });
    const again = await get(viewer, `/files/snapshots/${snapshotHash}/export`, query);
    expect(again.rawPayload.equals(first.rawPayload)).toBe(true);
    // The dataset as it is now holds the same; only its name and split are its own.
    const current = await get(viewer, `/files/datasets/${datasetId}/export`, { ...query, split: await splitId() });
    expect(current.rawPayload.equals(first.rawPayload)).toBe(true);
  });

  test("comes back the same when it is imported: shapes, classes, subsets, pictures", async () => {
    const archive = await get(owner, `/files/datasets/${datasetId}/export`, { format: "coco", split: await splitId() });
    expect(Object.keys(unzipSync(archive.rawPayload)).sort()).toEqual([
      "annotations/instances_train.json",
      "annotations/instances_val.json",
      "images/train/a.jpg",
      "images/val/a.jpg",
      "images/val/empty ß.jpg",
      "maskyard-export.json",
    ]);
    const back = await api.importZip(owner, archive.rawPayload, { dataset: "back" });
    // Images are named by where they lie in what was imported.
    const content = JSON.stringify(await contentOf(datasetId)).replaceAll('"fileName":"', '"fileName":"images/');
    expect(await contentOf(back.datasetId)).toEqual(JSON.parse(content));
    const { data } = await api.graph(
      owner,
      `query ($id: ID!) { import(id: $id) { ledger { read kept entries { reason } } } }`,
      { id: back.importId },
    );
    expect(data.import.ledger).toEqual({ read: 4, kept: 4, entries: [] });
  });

  test.each(WRITABLE_FORMATS)(
    "as %s is one that the import knows, and says what the format could not hold",
    async (format) => {
      const archive = await get(owner, `/files/snapshots/${snapshotId}/export`, { format });
      expect(archive.statusCode).toBe(200);
      const entries = unzipSync(archive.rawPayload);
      const report = JSON.parse(Buffer.from(entries["maskyard-export.json"] ?? []).toString());
      expect(report).toMatchObject({ format, imageCount: 3, fileCount: Object.keys(entries).length - 1 });
      const { read, kept, merged, rounded, clipped, guessed, dropped } = report.ledger.counts;
      expect([read, kept + merged + rounded + clipped + guessed + dropped]).toEqual([4, 4]);
      expect(report.annotationCount).toBe(4 - dropped);
      const back = await api.importZip(owner, archive.rawPayload, { dataset: `back ${format}` });
      expect((await contentOf(back.datasetId)).annotationCount).toBe(4 - dropped);
    },
  );

  test("as csv has the columns asked for, or says which are missing", async () => {
    const url = `/files/snapshots/${snapshotId}/export`;
    const columns = "label=Art,file=Bild,x=links,y=oben,xmax=rechts,ymax=unten";
    const archive = await get(owner, url, { format: "csv", images: "false", columns });
    const text = Buffer.from(unzipSync(archive.rawPayload)["annotations.csv"] ?? []).toString();
    expect(text.split("\r\n")[0]).toBe("Art,Bild,links,oben,rechts,unten");
    expect(text).toContain("sign board,val/a.jpg,2,3,12,14\r\n");
    const refused = await get(owner, url, { format: "csv", columns: "label=Art,file=Bild" });
    expect([refused.statusCode, refused.json().error.message]).toEqual([
      400,
      expect.stringMatching(/columns names file/),
    ]);
  });

  test("leaves images out when asked to, and refuses what it cannot do", async () => {
    const bare = await get(owner, `/files/datasets/${datasetId}/export`, { format: "labelme", images: "false" });
    expect(Object.keys(unzipSync(bare.rawPayload)).filter((name) => name.endsWith(".jpg"))).toEqual([]);
    const unknown = await get(owner, `/files/datasets/${datasetId}/export`, { format: "sketch" });
    expect(unknown.json()).toMatchObject({ error: { message: expect.stringMatching(/those that are written: coco/) } });
    const foreign = await get(owner, `/files/datasets/${datasetId}/export`, { format: "coco", split: snapshotId });
    expect(foreign.statusCode).toBe(404);
  });

  test("is cut off, and not passed for whole, when a picture is missing", async () => {
    const image = await api.services.prisma.image.findFirstOrThrow({ where: { fileName: "val/a.jpg" } });
    await rm(api.services.blobs.path(image.blobSha256));
    await expect(get(owner, `/files/snapshots/${snapshotId}/export`, { format: "coco" })).rejects.toThrow();
    const bare = await get(owner, `/files/snapshots/${snapshotId}/export`, { format: "coco", images: "false" });
    expect(bare.statusCode).toBe(200);
  });
});
