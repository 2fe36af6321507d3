import { zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RequestServices } from "../../services.ts";
import { makePicture } from "../../testing/makePicture.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";
import { statementsOf } from "../../testing/statementsOf.ts";
import type { Actor } from "../access/actor.ts";
import { applyFix, undoFix } from "../finding/fixFindings.ts";
import { updateRuns } from "../run/updateRuns.ts";
import type { AnnotationEdit } from "./annotationEdits.ts";
import { editAnnotations } from "./editAnnotations.ts";

// What is done to many rows takes as many statements as what is done to a few.

const ABOUT_ANNOTATIONS = /\b(UPDATE|INTO|FROM|JOIN|COPY|OF)\s+("public"\.)?"?(annotation|annotation_revision)\b/i;
const ABOUT_RUNS = /UPDATE run SET|pg_notify\('run_event'/;

let api: TestApi;
let services: RequestServices;
let owner: TestPerson;
let actor: Actor;
let projectId: string;

beforeAll(async () => {
  api = await startTestApi();
  services = { ...api.services, signal: new AbortController().signal };
  projectId = await api.project();
  owner = await api.person({ projectId });
  actor = { userId: owner.userId, name: "Owner", email: owner.email, credential: "token" };
});

afterAll(async () => {
  await api?.close();
});

let datasets = 0;
/** A dataset of one picture whose document has so many categories, and no annotation. */
async function datasetWith(categories: number): Promise<{ datasetId: string; imageId: string; categoryIds: string[] }> {
  datasets += 1;
  const document = {
    images: [{ id: 1, file_name: "1.jpg", width: 400, height: 48 }],
    categories: Array.from({ length: categories }, (_, index) => ({ id: index + 1, name: `category ${index}` })),
    annotations: [],
  };
  const files = {
    "1.jpg": await makePicture({ widthPx: 400, heightPx: 48, seed: datasets }),
    "labels.json": Buffer.from(JSON.stringify(document)),
  };
  await api.importZip(owner, zipSync(files), { dataset: `set ${datasets}` });
  const dataset = await api.services.prisma.dataset.findFirstOrThrow({
    where: { name: `set ${datasets}` },
    include: { images: true, categories: { orderBy: { position: "asc" } } },
  });
  return {
    datasetId: dataset.id,
    imageId: dataset.images[0]?.id ?? "",
    categoryIds: dataset.categories.map(({ id }) => id),
  };
}

const square = (x: number, side: number) => ({
  parts: [{ outer: [x, 5, x + side, 5, x + side, 5 + side, x, 5 + side] }],
});

const stored = (imageId: string) =>
  api.services.prisma.annotation.findMany({
    where: { imageId },
    orderBy: { id: "asc" },
    include: { revisions: { orderBy: { revision: "asc" } } },
  });

test("the categories of an import", async () => {
  const two = await statementsOf(/INSERT INTO "?category"?/, () => datasetWith(2));
  const forty = await statementsOf(/INSERT INTO "?category"?/, () => datasetWith(40));
  expect([two.length, forty.length]).toEqual([1, 1]);
  const { categories } = await api.services.prisma.dataset.findFirstOrThrow({
    where: { name: "set 2" },
    include: { categories: { orderBy: { position: "asc" } } },
  });
  expect(categories.map(({ name, position }) => [name, position])).toEqual(
    Array.from({ length: 40 }, (_, index) => [`category ${index}`, index]),
  );
});

test("edits of an image: made in their order, each with its revision, and the first that fails is named", async () => {
  const { imageId, categoryIds } = await datasetWith(2);
  const [first = "", second = ""] = categoryIds;
  const create = (x: number): AnnotationEdit => ({ create: { categoryId: first, geometry: square(x, 8) } });
  const edit = (edits: AnnotationEdit[]) => editAnnotations(services, actor, { imageId, edits });
  const few = await statementsOf(ABOUT_ANNOTATIONS, () => edit([create(0), create(10)]));
  const many = await statementsOf(ABOUT_ANNOTATIONS, () =>
    edit(Array.from({ length: 30 }, (_, index) => create(10 * index))),
  );
  expect(few.length).toBeGreaterThan(0);
  expect(many.length).toBe(few.length);

  const ids = (await stored(imageId)).map(({ id }) => id);
  const [a = "", b = "", c = ""] = ids;
  const recategorised = (id: string, expectedRevision = 1): AnnotationEdit => ({
    update: { id, expectedRevision, categoryId: second },
  });
  const one = await statementsOf(ABOUT_ANNOTATIONS, () =>
    edit([recategorised(a), { delete: { id: b, expectedRevision: 1 } }]),
  );
  const all = await statementsOf(ABOUT_ANNOTATIONS, () => edit(ids.slice(2).map((id) => recategorised(id))));
  expect(all.length).toBe(one.length);
  const [ofA, ofB, ofC] = await stored(imageId);
  expect(ofA).toMatchObject({ revision: 2, categoryId: second, boxX: 0, boxWidth: 8, areaPx: 64, deletedAt: null });
  expect(ofA?.revisions.map(({ change, categoryId }) => [change, categoryId])).toEqual([
    ["CREATED", first],
    ["CHANGED", second],
  ]);
  expect(ofB?.deletedAt).not.toBeNull();
  expect(ofB?.revisions.map(({ change, authorId }) => [change, authorId])).toEqual([
    ["CREATED", owner.userId],
    ["DELETED", owner.userId],
  ]);
  expect(ofC).toMatchObject({ id: c, revision: 2 });

  // The same annotation again and again is changed again and again.
  await edit([
    { update: { id: a, expectedRevision: 2, geometry: square(100, 9) } },
    recategorised(c, 2),
    { update: { id: a, expectedRevision: 3, categoryId: first } },
    { delete: { id: a, expectedRevision: 4 } },
  ]);
  const [again] = await stored(imageId);
  expect(again).toMatchObject({ revision: 5, categoryId: first, boxX: 100, areaPx: 81 });
  expect(again?.revisions.map(({ change }) => change)).toEqual(["CREATED", "CHANGED", "CHANGED", "CHANGED", "DELETED"]);

  // Nothing is made when one cannot be; a conflict before a mistake is told of first.
  const wrong = { create: { categoryId: "0198f000-0000-7000-8000-000000000000", geometry: square(0, 8) } };
  await expect(edit([recategorised(c, 3), recategorised(ids[3] ?? "", 1), wrong])).rejects.toThrow(
    /^Edit 2: Somebody changed/,
  );
  await expect(edit([recategorised(c, 3), wrong])).rejects.toMatchObject({ field: "edits.1.categoryId" });
  expect((await stored(imageId)).find(({ id }) => id === c)).toMatchObject({ revision: 3 });
});

test("fixes of findings, and what takes them back", async () => {
  const counts: { fix: number; undo: number }[] = [];
  for (const annotations of [2, 25]) {
    const { datasetId, imageId, categoryIds } = await datasetWith(1);
    const edits = Array.from({ length: annotations }, (_, index) => ({
      create: { categoryId: categoryIds[0] ?? "", geometry: square(10 * index, 2) },
    }));
    await editAnnotations(services, actor, { imageId, edits });
    let fixId = "";
    const fix = await statementsOf(ABOUT_ANNOTATIONS, async () => {
      const request = { datasetId, kind: "tiny", annotationIds: null } as const;
      fixId = await applyFix(api.services, actor, request, () => undefined);
    });
    expect((await stored(imageId)).filter(({ deletedAt }) => deletedAt !== null).length).toBe(annotations);
    const undo = await statementsOf(ABOUT_ANNOTATIONS, () => undoFix(api.services, actor, fixId));
    for (const { deletedAt, revisions } of await stored(imageId)) {
      expect([deletedAt, revisions.map(({ change }) => change)]).toEqual([null, ["CREATED", "DELETED", "RESTORED"]]);
    }
    counts.push({ fix: fix.length, undo: undo.length });
  }
  expect(counts[1]).toEqual(counts[0]);
});

test("what is said of many runs, each of which is told of", async () => {
  const runs = async (count: number): Promise<string[]> =>
    Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const { data } = await api.graph(
          owner,
          "mutation ($input: CreateRunInput!) { createRun(input: $input) { ... on CreateRunSuccess { data { id } } } }",
          { input: { experiment: `e${count}`, name: `${count} ${index}` } },
        );
        return Buffer.from(data.createRun.data.id, "base64url").toString().split(":")[1] ?? "";
      }),
    );
  const [few, many] = [await runs(2), await runs(20)];
  const told = new Set<string>();
  const events = api.services.events.subscribe<true>(
    (event) => {
      if (event.channel === "run_event") told.add(event.payload.runId);
      return event.channel === "run_event";
    },
    () => true,
  );
  const forFew = await statementsOf(ABOUT_RUNS, () => updateRuns(api.services, actor, { ids: few, addTags: ["seen"] }));
  const forMany = await statementsOf(ABOUT_RUNS, () =>
    updateRuns(api.services, actor, { ids: many, addTags: ["seen"] }),
  );
  expect(forMany.length).toBe(forFew.length);
  for await (const _event of events) if ([...few, ...many].every((id) => told.has(id))) break;
  const tagged = await api.services.prisma.run.count({ where: { tags: { has: "seen" } } });
  expect(tagged).toBe(22);
});
