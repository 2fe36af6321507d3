import { inTransaction } from "@maskyard/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RequestServices } from "../../services.ts";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";
import type { Actor } from "../access/actor.ts";
import { editAnnotations } from "../annotation/editAnnotations.ts";
import { updateAnnotation } from "../annotation/updateAnnotation.ts";
import { createCategory } from "./createCategory.ts";
import { deleteCategory, mergeCategories } from "./mergeCategories.ts";

// What two people do to one dataset's categories at the same moment comes one after the other.

let api: TestApi;
let services: RequestServices;
let owner: TestPerson;
let actor: Actor;

beforeAll(async () => {
  api = await startTestApi();
  services = { ...api.services, signal: new AbortController().signal };
  owner = await api.person({ projectId: await api.project() });
  actor = { userId: owner.userId, name: "Owner", email: owner.email, credential: "token" };
});

afterAll(async () => {
  await api?.close();
});

let datasets = 0;
async function newDataset() {
  datasets += 1;
  const { datasetId } = await api.importZip(owner, await makeCocoZip(), { dataset: `races ${datasets}` });
  const id = Buffer.from(datasetId, "base64").toString().split(":").at(-1) as string;
  const image = await api.services.prisma.image.findFirstOrThrow({
    where: { datasetId: id, annotations: { some: {} } },
  });
  const spare = await createCategory(services, actor, { datasetId: id, name: "spare" });
  const { categories } = await api.services.prisma.dataset.findUniqueOrThrow({
    where: { id },
    include: { categories: { include: { _count: { select: { annotations: true } } } } },
  });
  const used = categories.find(({ _count }) => _count.annotations > 0);
  if (used === undefined) throw new Error("the test's pictures have no annotation");
  return { datasetId: id, imageId: image.id, used: used.id, spare: spare.id };
}

/** Begins each while the dataset's row is locked, in this order, then lets them go; tells how each ended. */
async function inThisOrder(datasetId: string, ...works: (() => Promise<unknown>)[]) {
  const waiting = async () => {
    const { rows } = await api.services.pool.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return rows[0]?.count;
  };
  const begun: Promise<unknown>[] = [];
  await inTransaction(api.services.pool, async (client) => {
    await client.query("SELECT FROM dataset WHERE id = $1 FOR UPDATE", [datasetId]);
    for (const work of works) {
      const promise = work();
      promise.catch(() => undefined);
      begun.push(promise);
      await expect.poll(waiting).toBe(begun.length);
    }
  });
  return (await Promise.allSettled(begun)).map((one) =>
    one.status === "fulfilled" ? one.value : (one.reason as Error).message,
  );
}

const geometry = { parts: [{ outer: [1, 1, 9, 1, 9, 9, 1, 9] }] };
const create = (imageId: string, categoryId: string) => () =>
  editAnnotations(services, actor, { imageId, edits: [{ create: { categoryId, geometry } }] });
const annotationsOf = (categoryId: string) =>
  api.services.prisma.annotation.count({ where: { categoryId, deletedAt: null } });
const NO_LONGER = "This category is not one of the dataset's, or is no longer.";

test("what is drawn with a category that is being merged is refused, and what was drawn before is merged", async () => {
  const { datasetId, imageId, used, spare } = await newDataset();
  const before = await annotationsOf(used);
  const merge = () => mergeCategories(services, actor, { fromId: used, intoId: spare });
  const ends = await inThisOrder(datasetId, create(imageId, used), merge, create(imageId, used));
  expect(ends[0]).toHaveLength(1);
  expect(ends.slice(1)).toEqual([{ intoId: spare, annotationCount: before + 1 }, NO_LONGER]);
  expect([await annotationsOf(used), await annotationsOf(spare)]).toEqual([0, before + 1]);
});

test("an annotation is not given a category that is being deleted, and one that was given it keeps the category", async () => {
  const { datasetId, imageId, spare } = await newDataset();
  const annotation = await api.services.prisma.annotation.findFirstOrThrow({ where: { imageId } });
  const give = () =>
    updateAnnotation(services, actor, {
      id: annotation.id,
      expectedRevision: annotation.revision,
      categoryId: spare,
    });
  const remove = () => deleteCategory(services, actor, spare);
  expect(await inThisOrder(datasetId, remove, give)).toEqual([undefined, NO_LONGER]);
  const { id: again } = await createCategory(services, actor, { datasetId, name: "spare" });
  expect(again).toBe(spare);
  const [given, removed] = await inThisOrder(datasetId, give, remove);
  expect([given, removed]).toEqual([undefined, expect.stringContaining('1 annotation has the category "spare"')]);
});

test("nothing is merged into a category that is being merged away", async () => {
  const { datasetId, used, spare } = await newDataset();
  const third = await createCategory(services, actor, { datasetId, name: "third" });
  const before = await annotationsOf(used);
  const ends = await inThisOrder(
    datasetId,
    () => mergeCategories(services, actor, { fromId: spare, intoId: third.id }),
    () => mergeCategories(services, actor, { fromId: used, intoId: spare }),
  );
  expect(ends).toEqual([
    { intoId: third.id, annotationCount: 0 },
    'The category "spare" was merged or deleted meanwhile.',
  ]);
  expect(await annotationsOf(used)).toBe(before);
});

test("categories that are added at once get places of their own", async () => {
  const { datasetId } = await newDataset();
  const added = (await inThisOrder(
    datasetId,
    ...["a", "b", "c"].map((name) => () => createCategory(services, actor, { datasetId, name })),
  )) as { position: number }[];
  expect(new Set(added.map(({ position }) => position)).size).toBe(3);
});
