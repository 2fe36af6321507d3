import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { filesBelow } from "../../testing/filesBelow.ts";
import { importQuery } from "../../testing/importAndRead.ts";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

// Every first task of a kind starts a process, which compiles what it loads.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// The same requests to an API that works in processes of its own, as the product does, and to one that does the work itself.
let apart: TestApi;
let inline: TestApi;
const people = new Map<TestApi, TestPerson>();

beforeAll(async () => {
  [apart, inline] = await Promise.all([startTestApi({}, { workers: true }), startTestApi()]);
  for (const api of [apart, inline]) people.set(api, await api.person({ projectId: await api.project() }));
});

afterAll(async () => {
  await Promise.all([apart?.close(), inline?.close()]);
});

const personOf = (api: TestApi) => people.get(api) as TestPerson;

async function everythingOf(api: TestApi) {
  const person = personOf(api);
  const zip = await makeCocoZip({ images: 3, annotationsPerImage: 2 });
  const { importId, datasetId } = await api.importZip(person, zip, { dataset: "same", split: "FROM_FILES" });
  const ask = async (query: string) => {
    const { data, errors } = await api.graph(person, query, { id: datasetId });
    expect(errors).toEqual([]);
    return data;
  };
  const imported = (await api.graph(person, importQuery, { id: importId })).data;
  const findings = await ask(`query ($id: ID!) { dataset(id: $id) { findings {
    kinds { kind severity count imageCount fixable } items(kind: TINY) { detail severity } } } }`);
  const snapshot = await ask(
    "mutation ($id: ID!) { createSnapshot(input: {datasetId: $id}) { ... on CreateSnapshotSuccess { data { imageCount annotationCount } } } }",
  );
  const response = await api.fastify.inject({
    url: `/files/datasets/${datasetId}/export?format=coco`,
    headers: { authorization: `Bearer ${person.token}` },
  });
  const files = Object.entries(unzipSync(response.rawPayload)).map(([path, bytes]) => [path, bytes.length]);
  return { imported, findings, snapshot, status: response.statusCode, files };
}

test("an import, findings, a snapshot and an export are the same from a process of their own", async () => {
  const expected = await everythingOf(inline);
  expect(expected).toMatchObject({ status: 200, imported: { import: { status: "SUCCEEDED", annotationCount: 6 } } });
  expect(await everythingOf(apart)).toEqual(expected);
  const runs = await apart.fastify.inject({
    url: "/files/runs?format=csv",
    headers: { authorization: `Bearer ${personOf(apart).token}` },
  });
  expect(runs.body).toMatch(/^id,number,name/);
});

test("cancelled while it writes its rows, an import's process ends at once, and nothing of it is left", async () => {
  const person = personOf(apart);
  const { pool, prisma } = apart.services;
  const { datasetId } = await apart.importZip(person, await makeCocoZip({ images: 1 }), { dataset: "held" });
  const blobFiles = () => filesBelow(join(apart.dataFolder, "blobs"));
  const before = blobFiles();
  const holder = await pool.connect();
  await holder.query("BEGIN");
  await holder.query("SELECT id FROM dataset WHERE name = 'held' FOR NO KEY UPDATE");
  const begun = await apart.fastify.inject({
    method: "POST",
    url: "/files/imports",
    query: { dataset: datasetId },
    headers: { authorization: `Bearer ${person.token}`, "content-type": "application/zip" },
    payload: Buffer.from(await makeCocoZip({ images: 4, widthPx: 300, heightPx: 200 })),
  });
  const isWaiting = async () => {
    const { rows } = await pool.query(
      "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'maskyard worker' AND datname = current_database()",
    );
    return rows.length > 0;
  };
  while (!(await isWaiting())) await nextTurn();
  expect(blobFiles().length).toBeGreaterThan(before.length);
  // What it waits for stays held: the database lets go of a connection whose process is gone.
  const { data } = await apart.graph(
    person,
    "mutation ($id: ID!) { cancelImport(input: {id: $id}) { ... on CancelImportSuccess { data { status } } } }",
    { id: begun.json().importId },
  );
  expect(data.cancelImport).toEqual({ data: { status: "CANCELLED" } });
  await apart.imports.idle();
  await holder.query("ROLLBACK");
  holder.release();
  expect(await prisma.image.count({ where: { dataset: { name: "held" } } })).toBe(1);
  expect(blobFiles()).toEqual(before);
  expect(filesBelow(join(apart.dataFolder, "tmp"))).toEqual([]);
});
