import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filesBelow } from "../../testing/filesBelow.ts";
import { importQuery } from "../../testing/importAndRead.ts";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
});

afterAll(async () => {
  await api?.close();
});

describe("cancelling", () => {
  const cancelMutation = `mutation ($id: ID!) { cancelImport(input: {id: $id}) {
    __typename ... on CancelImportSuccess { data { status finishedAt } } ... on ConflictError { message } } }`;

  async function start(dataset: string, images: number): Promise<string> {
    const response = await api.fastify.inject({
      method: "POST",
      url: "/files/imports",
      query: { dataset },
      headers: { authorization: `Bearer ${owner.token}`, "content-type": "application/zip" },
      payload: Buffer.from(await makeCocoZip({ images, widthPx: 300, heightPx: 200 })),
    });
    expect(response.statusCode).toBe(202);
    return response.json().importId;
  }

  test("ends imports under way and waiting, of which nothing stays", async () => {
    const blobs = filesBelow(join(api.dataFolder, "blobs"));
    const ids = [await start("cancelled", 60), await start("cancelled too", 4)];
    // The second waits for the first.
    for (const id of ids.reverse()) {
      const { data } = await api.graph(owner, cancelMutation, { id });
      expect(data.cancelImport).toMatchObject({ data: { status: "CANCELLED", finishedAt: expect.any(String) } });
    }
    await api.imports.idle();
    for (const id of ids) {
      const { data } = await api.graph(owner, importQuery, { id });
      expect(data.import).toMatchObject({ status: "CANCELLED", error: null, imageCount: 0 });
      expect(data.import.dataset).toBeNull();
    }
    expect(filesBelow(join(api.dataFolder, "blobs"))).toEqual(blobs);
    expect(readdirSync(api.imports.uploadFolder)).toEqual([]);
    expect(readdirSync(join(api.dataFolder, "tmp", "import-blobs"))).toEqual([]);
    const { data } = await api.graph(owner, cancelMutation, { id: ids[0] });
    expect(data.cancelImport).toMatchObject({
      __typename: "ConflictError",
      message: expect.stringMatching(/already ended/),
    });
  });

  test("a new dataset goes with the last import into it, unless somebody has used it", async () => {
    const { prisma } = api.services;
    const cancel = (id: string) => api.graph(owner, cancelMutation, { id });
    const datasets = async () =>
      (await prisma.dataset.findMany({ where: { name: { in: ["shared", "used"] } }, orderBy: { name: "asc" } })).map(
        ({ name }) => name,
      );
    // The others wait for the first.
    const busy = await start("busy", 120);
    const [one, other, used] = [await start("shared", 2), await start("shared", 2), await start("used", 2)];
    const { id: datasetId } = await prisma.dataset.findFirstOrThrow({ where: { name: "used" } });
    await prisma.category.create({ data: { datasetId, name: "car", color: "#ff0000", position: 0 } });
    await cancel(used);
    await cancel(one);
    expect(await datasets()).toEqual(["shared", "used"]);
    await cancel(other);
    expect(await datasets()).toEqual(["used"]);
    await cancel(busy);
    await api.imports.idle();
    const { data } = await api.graph(owner, importQuery, { id: one });
    expect(data.import).toMatchObject({ status: "CANCELLED", dataset: null });
  });

  test("ends an import that is writing its rows", async () => {
    await api.importZip(owner, await makeCocoZip({ images: 1 }), { dataset: "held" });
    const { prisma, pool } = api.services;
    const dataset = await prisma.dataset.findFirstOrThrow({ where: { name: "held" } });
    const holder = await pool.connect();
    await holder.query("BEGIN");
    await holder.query("SELECT id FROM dataset WHERE id = $1 FOR NO KEY UPDATE", [dataset.id]);
    const id = await start("held", 3);
    const waiters = async () => {
      const { rows } = await pool.query<{ query: string }>(
        "SELECT query FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
      );
      return rows.map(({ query }) => query).join("\n");
    };
    while (!(await waiters()).includes("FROM dataset WHERE id = $1 FOR NO KEY UPDATE")) await nextTurn();
    const told = api.services.events.subscribe(
      ({ channel }) => channel === "import_cancel",
      () => true,
    );
    const cancelled = api.graph(owner, cancelMutation, { id });
    while (!(await waiters()).includes("SET status = 'CANCELLED'")) await nextTurn();
    // The import must know before it gets what it waits for, or it would rightly land first.
    await told.next();
    await told.return();
    await holder.query("COMMIT");
    holder.release();
    expect((await cancelled).data.cancelImport).toMatchObject({ data: { status: "CANCELLED" } });
    await api.imports.idle();
    expect(await prisma.image.count({ where: { datasetId: dataset.id } })).toBe(1);
  });
});
