import { zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePicture } from "../../testing/makePicture.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let datasetId: string;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  const polygon = (x: number, y: number, side: number) => [[x, y, x + side, y, x + side, y + side, x, y + side]];
  const shape = (id: number, image_id: number, x: number, side: number) => ({
    id,
    image_id,
    category_id: 1,
    area: side * side,
    bbox: [x, 5, side, side],
    segmentation: polygon(x, 5, side),
  });
  const document = {
    images: [1, 2, 3].map((id) => ({ id, file_name: `${id}.jpg`, width: 64, height: 48 })),
    categories: [{ id: 1, name: "car" }],
    annotations: [shape(1, 1, 4, 20), shape(2, 1, 4.1, 20), shape(3, 2, 4, 3), shape(4, 2, 30, 20)],
  };
  const files = Object.fromEntries(
    await Promise.all([1, 2, 3].map(async (seed) => [`${seed}.jpg`, await makePicture({ seed })] as const)),
  );
  const zip = zipSync({ ...files, "labels.json": Buffer.from(JSON.stringify(document)) });
  ({ datasetId } = await api.importZip(owner, zip, { dataset: "flawed" }));
  // An import cuts shapes to their images; one from before, or by a program, may lie outside.
  const right = await api.services.prisma.annotation.findFirstOrThrow({ where: { boxX: 30 } });
  const geometry = { type: "polygon", parts: [{ outer: [50, 5, 80, 5, 80, 25, 50, 25], holes: [] }] };
  await api.services.prisma.annotation.update({
    where: { id: right.id },
    data: { geometry, boxX: 50, boxWidth: 30, areaPx: 600 },
  });
});

afterAll(async () => {
  await api?.close();
});

async function ask(query: string, variables: Record<string, unknown>) {
  const { data, errors } = await api.graph(owner, query, variables);
  expect(errors).toEqual([]);
  return data;
}

const kinds = async (): Promise<string[]> => {
  const query =
    "query ($id: ID!) { dataset(id: $id) { findings { kinds { kind severity count imageCount fixable } } } }";
  const { dataset } = await ask(query, { id: datasetId });
  return dataset.findings.kinds.map(
    (one: { kind: string; severity: string; count: number }) => `${one.kind} ${one.severity} ${one.count}`,
  );
};

const fix = async (kind: string, annotationIds?: string[]) =>
  (
    await ask(
      `mutation ($input: FixFindingsInput!) { fixFindings(input: $input) { __typename ... on Error { message }
        ... on FixFindingsSuccess { data { id kind annotationCount undoneAt } } } }`,
      { input: { datasetId, kind, annotationIds } },
    )
  ).fixFindings;
const undo = async (id: string) =>
  (
    await ask(
      "mutation ($input: UndoFixInput!) { undoFix(input: $input) { __typename ... on UndoFixSuccess { data { undoneAt restoredCount annotationCount } } } }",
      { input: { id } },
    )
  ).undoFix;

test("what would harm a training is found with its image, fixed for all of a kind, and undone", async () => {
  const found = ["TINY WARNING 1", "OUTSIDE ERROR 1", "DUPLICATE ERROR 1", "UNLABELLED WARNING 1"];
  expect(await kinds()).toEqual(found);
  const { dataset } = await ask(
    "query ($id: ID!) { dataset(id: $id) { findings { items(kind: DUPLICATE) { severity detail image { fileName } annotationIds } } } }",
    { id: datasetId },
  );
  expect(dataset.findings.items).toMatchObject([
    { severity: "ERROR", detail: expect.stringMatching(/^two of one class share \d+ %/), image: { fileName: "1.jpg" } },
  ]);
  expect(dataset.findings.items[0].annotationIds).toHaveLength(2);

  const duplicate = await fix("DUPLICATE");
  expect(duplicate.data).toMatchObject({ kind: "DUPLICATE", annotationCount: 1, undoneAt: null });
  const outside = await fix("OUTSIDE");
  expect(await kinds()).toEqual(["TINY WARNING 1", "UNLABELLED WARNING 1"]);
  const cut = await api.services.prisma.annotation.findFirstOrThrow({ where: { boxX: 50 } });
  expect(cut).toMatchObject({ boxWidth: 14, areaPx: 280, revision: 2 });
  expect(await fix("DUPLICATE")).toMatchObject({ __typename: "ConflictError" });
  expect(await fix("UNLABELLED")).toMatchObject({ __typename: "InvalidInputError" });

  expect((await undo(duplicate.data.id)).data).toEqual({
    undoneAt: expect.any(String),
    restoredCount: 1,
    annotationCount: 1,
  });
  expect(await kinds()).toEqual(["TINY WARNING 1", "DUPLICATE ERROR 1", "UNLABELLED WARNING 1"]);
  expect((await undo(duplicate.data.id)).__typename).toBe("ConflictError");
  // Revision 1 is the import's shape; what somebody changed after a fix stays.
  await api.services.prisma.annotation.update({ where: { id: cut.id }, data: { revision: 3 } });
  expect((await undo(outside.data.id)).data).toMatchObject({ restoredCount: 0, annotationCount: 1 });
  expect(await api.services.prisma.annotation.findUniqueOrThrow({ where: { id: cut.id } })).toMatchObject({
    revision: 3,
    boxWidth: 14,
  });
});

interface Item {
  detail: string;
  fixable: boolean;
  annotationIds: string[];
  image: { fileName: string } | null;
  category: { name: string } | null;
}

async function items(kind: string, id: string): Promise<Item[]> {
  const { dataset } = await ask(
    `query ($id: ID!, $kind: FindingKind!) { dataset(id: $id) { findings { items(kind: $kind) {
      detail fixable annotationIds image { fileName } category { name } } } } }`,
    { id, kind },
  );
  return dataset.findings.items;
}

test("one finding is fixed by itself, an overlap only so", async () => {
  const box = (id: number, x: number) => ({ id, image_id: 1, category_id: 1, bbox: [x, 5, 20, 20] });
  const document = {
    images: [{ id: 1, file_name: "1.jpg", width: 64, height: 48 }],
    categories: [{ id: 1, name: "car" }],
    annotations: [box(1, 4), box(2, 8), box(3, 36), box(4, 40)],
  };
  const zip = zipSync({
    "1.jpg": await makePicture({ seed: 1 }),
    "labels.json": Buffer.from(JSON.stringify(document)),
  });
  const overlapping = await api.importZip(owner, zip, { dataset: "overlapping" });
  const found = await items("OVERLAP", overlapping.datasetId);
  expect(found.map(({ fixable }) => fixable)).toEqual([true, true]);
  const [first] = found as [Item, Item];
  const mine = datasetId;
  datasetId = overlapping.datasetId;
  expect((await fix("OVERLAP")).message).toMatch(/annotationIds/);
  const [later, earlier] = first.annotationIds as [string, string];
  expect(await fix("OVERLAP", [later, earlier])).toMatchObject({ __typename: "ConflictError" });
  expect(await items("OVERLAP", datasetId)).toHaveLength(2);
  const fixed = await fix("OVERLAP", [later]);
  expect(fixed.data).toMatchObject({ kind: "OVERLAP", annotationCount: 1 });
  expect(await items("OVERLAP", datasetId)).toHaveLength(1);
  expect((await undo(fixed.data.id)).data.restoredCount).toBe(1);
  expect(await items("OVERLAP", datasetId)).toEqual(found);
  datasetId = mine;
});

test("images of one class only are named each, and a rare class by its name", async () => {
  const names = Array.from({ length: 10 }, (_, i) => `${i}.jpg`);
  const many = Array.from({ length: 60 }, (_, id) => ({
    id,
    image_id: id % 10,
    category_id: 1,
    bbox: [4 + 6 * Math.floor(id / 10), 5, 5, 30],
  }));
  const document = {
    images: names.map((file_name, id) => ({ id, file_name, width: 64, height: 48 })),
    categories: [
      { id: 1, name: "car" },
      { id: 2, name: "tram" },
    ],
    annotations: [...many, { id: 60, image_id: 3, category_id: 2, bbox: [50, 5, 9, 9] }],
  };
  const pictures = await Promise.all(names.map(async (name, seed) => [name, await makePicture({ seed })] as const));
  const zip = zipSync({ ...Object.fromEntries(pictures), "labels.json": Buffer.from(JSON.stringify(document)) });
  const lopsided = (await api.importZip(owner, zip, { dataset: "lopsided" })).datasetId;
  const singles = await items("SINGLE_CLASS", lopsided);
  expect(singles.map(({ image }) => image?.fileName)).toEqual(names.filter((name) => name !== "3.jpg"));
  expect(singles[0]?.detail).toBe("car only; 9 of 10 labelled images hold one class only, of 2");
  expect(await items("IMBALANCE", lopsided)).toMatchObject([
    { detail: "tram has 1 instance, car has 60", image: null, category: { name: "tram" }, fixable: false },
  ]);
});
