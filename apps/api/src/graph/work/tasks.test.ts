import { readdirSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importQuery } from "../../testing/importAndRead.ts";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

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

test("cancelling an import ends its process, and nothing of it is left", async () => {
  const person = personOf(apart);
  const blobs = join(apart.dataFolder, "blobs");
  const filesBefore = readdirSync(blobs, { recursive: true }).length;
  const begun = await apart.fastify.inject({
    method: "POST",
    url: "/files/imports",
    query: { dataset: "given up" },
    headers: { authorization: `Bearer ${person.token}`, "content-type": "application/zip" },
    payload: Buffer.from(await makeCocoZip({ images: 60, widthPx: 300, heightPx: 200 })),
  });
  const { importId } = begun.json();
  const { events } = apart.services;
  const told = events.subscribe(
    ({ channel }) => channel === "import_event",
    () => true,
  );
  await told.next(); // it is under way
  await told.return();
  const { data } = await apart.graph(
    person,
    "mutation ($id: ID!) { cancelImport(input: {id: $id}) { ... on CancelImportSuccess { data { status } } } }",
    { id: importId },
  );
  expect(data.cancelImport).toEqual({ data: { status: "CANCELLED" } });
  await apart.imports.idle();
  expect(await apart.services.prisma.dataset.count({ where: { name: "given up" } })).toBe(0);
  const files = readdirSync(blobs, { recursive: true, encoding: "utf8" });
  expect(files.filter((name) => /[0-9a-f]{64}$/.test(name)).length).toBeLessThanOrEqual(filesBefore);
  expect(readdirSync(join(apart.dataFolder, "tmp", "import-blobs"))).toEqual([]);
});
