import { inTransaction, newId } from "@maskyard/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";
import { createAlertRule } from "../alert/alertRules.ts";
import { createWebhook } from "../alert/webhooks.ts";
import { saveView } from "../savedView/saveView.ts";
import { UploadStore } from "../upload/UploadStore.ts";
import type { Actor } from "./actor.ts";

// Two add the last one that there is room for at the same moment.

let api: TestApi;
let owner: TestPerson;
let actor: Actor;
let projectId: string;

beforeAll(async () => {
  api = await startTestApi();
  projectId = await api.project();
  owner = await api.person({ projectId, role: "OWNER" });
  actor = { userId: owner.userId, name: "Owner", email: owner.email, credential: "token" };
});

afterAll(async () => {
  await api?.close();
});

/** Begins all while the owner's row is locked against rows that point at it, then lets them go; the messages of those that were refused. */
async function refusedAtOnce(lock: string, id: string, works: readonly (() => Promise<unknown>)[]): Promise<string[]> {
  const { pool } = api.services;
  const waiting = async () =>
    (await pool.query("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"))
      .rowCount;
  const ends = await inTransaction(pool, async (client) => {
    await client.query(lock, [id]);
    const begun = Promise.allSettled(works.map((work) => work()));
    await expect.poll(waiting).toBe(works.length);
    return { begun };
  });
  return (await ends.begun).flatMap((end) => (end.status === "rejected" ? [(end.reason as Error).message] : []));
}

const LOCK_PROJECT = "SELECT FROM project WHERE id = $1 FOR UPDATE";
const LOCK_USER = 'SELECT FROM "user" WHERE id = $1 FOR UPDATE';

test("a project's webhooks and rules", async () => {
  const { prisma } = api.services;
  const createdById = owner.userId;
  await prisma.webhook.createMany({
    data: Array.from({ length: 19 }, (_, index) => ({
      projectId,
      name: `hook ${index}`,
      url: "https://example.org/",
      events: ["RUN_FAILED" as const],
      sealedSecret: "",
      createdById,
    })),
  });
  const hook = { projectId, name: "last", url: "https://example.org/", events: ["RUN_FAILED"] };
  const addHook = () => createWebhook(api.services, actor, hook);
  expect(await refusedAtOnce(LOCK_PROJECT, projectId, [addHook, addHook])).toEqual([
    "A project has at most 20 webhooks. Delete one first.",
  ]);
  await prisma.alertRule.createMany({
    data: Array.from({ length: 99 }, () => ({
      projectId,
      series: "loss",
      comparison: "ABOVE" as const,
      value: 1,
      points: 1,
      createdById,
    })),
  });
  const addRule = () => createAlertRule(api.services, actor, { projectId, series: "loss", comparison: "NOT_FINITE" });
  expect(await refusedAtOnce(LOCK_PROJECT, projectId, [addRule, addRule])).toEqual([
    "A project has at most 100 rules. Delete one first.",
  ]);
  expect([await prisma.webhook.count(), await prisma.alertRule.count()]).toEqual([20, 100]);
});

test("a person's views and uploads", async () => {
  const { prisma } = api.services;
  const { userId } = owner;
  await prisma.savedView.createMany({
    data: Array.from({ length: 199 }, (_, index) => ({
      id: newId(),
      userId,
      page: "RUNS" as const,
      name: `view ${index}`,
      query: "",
    })),
  });
  const view = (name: string) => () => saveView(api.services, actor, { page: "RUNS", name, query: "" });
  expect(await refusedAtOnce(LOCK_USER, userId, [view("a"), view("b")])).toEqual([
    expect.stringContaining("You have 200 saved views"),
  ]);
  const store = new UploadStore(api.services);
  const begin = (fingerprint: string) => () => store.begin(actor, { source: "a.zip", fingerprint, bytes: 1_000 });
  for (let index = 0; index < 19; index += 1) await begin(`upload ${index}`)();
  expect(await refusedAtOnce(LOCK_USER, userId, [begin("a"), begin("b")])).toEqual([
    "You have 20 unfinished uploads. Finish or cancel one first.",
  ]);
  expect([await prisma.savedView.count(), await prisma.upload.count()]).toEqual([200, 20]);
});
