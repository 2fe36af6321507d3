import { zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePicture } from "../testing/makePicture.ts";
import { startTestApi, type TestApi, type TestPerson } from "../testing/startTestApi.ts";

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

const fix = async (kind: string) =>
  (
    await ask(
      `mutation ($input: FixFindingsInput!) { fixFindings(input: $input) { __typename ... on Error { message }
        ... on FixFindingsSuccess { data { id kind annotationCount undoneAt } } } }`,
      { input: { datasetId, kind } },
    )
  ).fixFindings;
const undo = async (id: string) =>
  (
    await ask(
      "mutation ($input: UndoFixInput!) { undoFix(input: $input) { __typename ... on UndoFixSuccess { data { undoneAt } } } }",
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

  expect((await undo(duplicate.data.id)).data.undoneAt).toBeTruthy();
  expect(await kinds()).toEqual(["TINY WARNING 1", "DUPLICATE ERROR 1", "UNLABELLED WARNING 1"]);
  expect((await undo(duplicate.data.id)).__typename).toBe("ConflictError");
  // Revision 1 is the import's shape; what somebody changed after a fix stays.
  await api.services.prisma.annotation.update({ where: { id: cut.id }, data: { revision: 3 } });
  await undo(outside.data.id);
  expect(await api.services.prisma.annotation.findUniqueOrThrow({ where: { id: cut.id } })).toMatchObject({
    revision: 3,
    boxWidth: 14,
  });
});
