import { zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePicture } from "../../testing/makePicture.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

const LOST = 300;
let api: TestApi;
let owner: TestPerson;
let stranger: TestPerson;
let importId: string;
let datasetId: string;

/** One sound box, three hundred of an image that did not come, and one that is cut. */
beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  stranger = await api.person({ projectId: await api.project() });
  const box = (id: number, file: string, bbox: number[]) => ({
    id,
    image_id: file,
    category_id: 1,
    bbox,
    score: "own",
  });
  const lost = Array.from({ length: LOST }, (_, i) => `lost-${i}, "of ${LOST}".jpg`);
  const document = {
    images: ["a.jpg", ...lost].map((file_name) => ({ id: file_name, file_name, width: 64, height: 48 })),
    categories: [{ id: 1, name: "car" }],
    annotations: [
      box(1, "a.jpg", [4, 4, 20, 20]),
      box(2, "a.jpg", [50, 4, 40, 20]),
      ...lost.map((file, i) => box(3 + i, file, [4, 4, 20, 20])),
    ],
  };
  const zip = zipSync({
    "a.jpg": await makePicture({ seed: 1 }),
    "labels.json": Buffer.from(JSON.stringify(document)),
  });
  ({ importId, datasetId } = await api.importZip(owner, zip, { dataset: "lossy" }));
});

afterAll(async () => {
  await api?.close();
});

async function read(selection: string) {
  const { data, errors } = await api.graph(owner, `query ($id: ID!) { import(id: $id) { ledger { ${selection} } } }`, {
    id: importId,
  });
  expect(errors).toEqual([]);
  return data.import.ledger;
}

const download = (person: TestPerson, format: string) =>
  api.fastify.inject({
    url: `/files/imports/${importId}/ledger`,
    query: { format },
    headers: { authorization: `Bearer ${person.token}` },
  });

test("a ledger is read by kind, by text and page by page", async () => {
  expect(await read("read kept clipped dropped entryCount kinds { kind count }")).toEqual({
    read: LOST + 2,
    kept: 1,
    clipped: 1,
    dropped: LOST,
    entryCount: LOST + 1,
    kinds: [
      { kind: "dropped", count: LOST },
      { kind: "clipped", count: 1 },
    ],
  });
  const { entries } = await read('entries(kind: "clipped") { kind reason place }');
  expect(entries).toEqual([
    { kind: "clipped", reason: "cut to its image of 64 x 48", place: "labels.json annotations[1]" },
  ]);
  const found = await read(
    'entryCount(contains: "LOST-29") last: entries(contains: "lost-29", first: 5, offset: 10) { reason }',
  );
  expect(found.entryCount).toBe(11); // 29 and 290 to 299
  expect(found.last).toEqual([{ reason: expect.stringContaining("lost-299,") }]);
  expect((await read('entryCount(kind: "clipped", contains: "lost")')).entryCount).toBe(0);
});

test("a ledger is downloaded whole, as JSON and as a table", async () => {
  const json = (await download(owner, "json")).json();
  expect(json).toMatchObject({ format: "coco", annotations: { read: LOST + 2, dropped: LOST } });
  expect(json.entries).toHaveLength(LOST + 1);
  const csv = await download(owner, "csv");
  expect(csv.headers["content-disposition"]).toContain("import-ledger.csv");
  const lines = csv.payload.trimEnd().split("\r\n");
  expect(lines).toHaveLength(LOST + 2);
  expect(lines[0]).toBe("kind,annotations,reason,place");
  expect(lines.find((line) => line.includes("lost-7,"))).toMatch(
    /^dropped,1,"no image file lost-7, ""of 300"".jpg came/,
  );
  expect((await download(stranger, "csv")).statusCode).toBe(404);
  expect((await download(owner, "xml")).statusCode).toBe(400);
});

test("an annotation keeps the record it came from", async () => {
  const { data } = await api.graph(
    owner,
    "query ($id: ID!) { dataset(id: $id) { images { edges { node { annotations { raw } } } } } }",
    { id: datasetId },
  );
  const [first, second] = data.dataset.images.edges[0].node.annotations;
  expect(first.raw).toEqual({ id: 1, image_id: "a.jpg", category_id: 1, bbox: [4, 4, 20, 20], score: "own" });
  expect(second.raw.bbox).toEqual([50, 4, 40, 20]);
});
