import { unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importQuery } from "../../testing/importAndRead.ts";
import { makePicture } from "../../testing/makePicture.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

const POINTS_MAX = 100;
let api: TestApi;
let owner: TestPerson;
let importId: string;
let datasetId: string;
let imageId: string;
let categoryId: string;

/** A circle of so many points on the picture of 64 x 48. */
const circle = (points: number) =>
  Array.from({ length: points }, (_, i) => {
    const angle = (2 * Math.PI * i) / points;
    return [30 + 15 * Math.cos(angle), 24 + 15 * Math.sin(angle)];
  }).flat();
const drawn = (points: number) => ({ parts: [{ outer: circle(points) }] });

/** As many runs, each of a pixel, from the top left. */
const runs = (count: number) => ({
  size: [48, 64],
  counts: [...Array.from({ length: count - 1 }, () => 1), 3073 - count],
});

beforeAll(async () => {
  api = await startTestApi({ MASKYARD_MAX_SHAPE_POINTS: `${POINTS_MAX}` });
  owner = await api.person({ projectId: await api.project() });
  const document = {
    images: [{ id: 0, file_name: "a.jpg", width: 64, height: 48 }],
    categories: [{ id: 1, name: "car" }],
    annotations: [circle(100), circle(101), runs(100), runs(102)].map((shape, id) => ({
      id,
      image_id: 0,
      category_id: 1,
      segmentation: Array.isArray(shape) ? [shape] : shape,
    })),
  };
  const zip = zipSync({
    "a.jpg": await makePicture({ seed: 1 }),
    "labels.json": Buffer.from(JSON.stringify(document)),
  });
  ({ importId, datasetId } = await api.importZip(owner, zip, { dataset: "circles" }));
  const { data } = await api.graph(
    owner,
    "query ($id: ID!) { dataset(id: $id) { images { edges { node { id } } } categories { id } } }",
    { id: datasetId },
  );
  imageId = data.dataset.images.edges[0].node.id;
  categoryId = data.dataset.categories[0].id;
});

afterAll(async () => {
  await api?.close();
});

const shown = "__typename ... on Error { message } ... on InvalidInputError { field }";

async function mutate(name: string, input: Record<string, unknown>, fields: string | null) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const query = `mutation ($input: ${type}Input!) { ${name}(input: $input) { ${shown} ... on ${type}Success { data ${fields === null ? "" : `{ ${fields} }`} } } }`;
  const answer = await api.graph(owner, query, { input });
  expect(answer.errors).toEqual([]);
  return answer.data[name];
}

const refusal = (field: string | null) => ({
  __typename: "InvalidInputError",
  field,
  message: expect.stringMatching(/has 101 points, and at most 100 are taken \(MASKYARD_MAX_SHAPE_POINTS\)/),
});

test("an import leaves out what has more, says so of each, and keeps the rest", async () => {
  const { data } = await api.graph(owner, importQuery, { id: importId });
  expect(data.import.ledger).toMatchObject({ read: 4, kept: 2, dropped: 2 });
  const reasons = data.import.ledger.entries.map(
    ({ kind, reason, place }: { kind: string; reason: string; place: string }) => `${kind} ${place}: ${reason}`,
  );
  expect(reasons).toEqual([
    "dropped labels.json annotations[1]: the shape has 101 points, and at most 100 are taken (MASKYARD_MAX_SHAPE_POINTS)",
    "dropped labels.json annotations[3]: the shape has 102 runs, and at most 100 are taken (MASKYARD_MAX_SHAPE_POINTS)",
  ]);
  expect(await api.services.prisma.annotation.count()).toBe(2);
});

test("drawing and changing refuse more, with the place, and change nothing", async () => {
  const count = await api.services.prisma.annotation.count();
  expect(await mutate("createAnnotation", { imageId, categoryId, geometry: drawn(101) }, "id")).toMatchObject(
    refusal("geometry"),
  );
  const edits = [{ create: { categoryId, geometry: drawn(99) } }, { create: { categoryId, geometry: drawn(101) } }];
  expect(await mutate("editAnnotations", { imageId, edits }, "id")).toMatchObject(refusal("edits.1.geometry"));
  expect(await api.services.prisma.annotation.count()).toBe(count);
  const { data } = await mutate("createAnnotation", { imageId, categoryId, geometry: drawn(100) }, "id revision");
  const change = { id: data.id, expectedRevision: 1, geometry: drawn(101) };
  expect(await mutate("updateAnnotation", change, "id")).toMatchObject(refusal("geometry"));
});

test("what is stored with more is read, exported and deleted, and not restored", async () => {
  const { data } = await mutate("createAnnotation", { imageId, categoryId, geometry: drawn(100) }, "id");
  const before = new Date(Date.now() + 1);
  const geometry = JSON.stringify({ type: "polygon", parts: [{ outer: circle(101), holes: [] }] });
  const row = await api.services.prisma.annotation.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
  for (const table of ["annotation", "annotation_revision"]) {
    const key = table === "annotation" ? "id" : "annotation_id";
    await api.services.pool.query(`UPDATE ${table} SET geometry = $2::jsonb WHERE ${key} = $1`, [row.id, geometry]);
  }
  const node = "query ($id: ID!) { node(id: $id) { ... on Annotation { geometry { parts { outer } } } } }";
  expect((await api.graph(owner, node, { id: data.id })).data.node.geometry.parts[0].outer).toHaveLength(202);
  const { rawPayload } = await api.fastify.inject({
    url: `/files/datasets/${datasetId}/export`,
    query: { format: "coco" },
    headers: { authorization: `Bearer ${owner.token}` },
  });
  const labels = Object.entries(unzipSync(rawPayload)).find(([name]) => name.startsWith("annotations/"))?.[1];
  const exported = JSON.parse(Buffer.from(labels ?? []).toString()) as { annotations: { segmentation: number[][] }[] };
  expect(exported.annotations.map(({ segmentation }) => segmentation[0]?.length)).toContain(202);
  const gone = await mutate("deleteAnnotation", { id: data.id, expectedRevision: 1 }, null);
  expect(gone.__typename).toBe("DeleteAnnotationSuccess");
  const restored = await mutate("restoreAnnotation", { id: data.id, revision: 1, expectedRevision: 2 }, "id");
  expect(restored).toMatchObject(refusal(null));
  expect(restored.message).toContain(`Revision 1 of annotation ${data.id} cannot be restored`);
  const all = await mutate("restoreImage", { imageId, at: before.toISOString() }, "restored");
  expect(all).toMatchObject(refusal(null));
});
