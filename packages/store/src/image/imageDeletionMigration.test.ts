import type { Pool } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabaseBefore, type DatabaseBefore } from "../../../../tools/testing/testDatabase.mjs";
import { createDatabase, type Database } from "../database/createDatabase.ts";
import { newId } from "../database/newId.ts";
import { seedProject } from "../testing/seedRun.ts";
import { LIVE_IMAGE_SQL } from "./liveImage.ts";

let database: DatabaseBefore;
let db: Database;
let pool: Pool;
let datasetId: string;

beforeAll(async () => {
  database = await createDatabaseBefore("20261129163000_image_deletion");
  db = createDatabase(database.url, { maxConnections: 2 });
  pool = db.pool;
  ({ datasetId } = await seedProject(pool));
  await insert("a.jpg");
  await insert("b.jpg");
  await database.migrate();
});

afterAll(async () => {
  await db?.close();
  await database?.drop();
});

/** Its blob is the one that the project's snapshot has. */
async function insert(fileName: string): Promise<void> {
  await pool.query(
    `INSERT INTO image (id, dataset_id, file_name, blob_sha256, original_sha256, width_px, height_px) VALUES ($1, $2, $3, $4, 'x', 8, 8)`,
    [newId(), datasetId, fileName, "0".repeat(64)],
  );
}

async function liveNames(): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT file_name AS name FROM image WHERE dataset_id = $1 AND ${LIVE_IMAGE_SQL} ORDER BY file_name`,
    [datasetId],
  );
  return rows.map(({ name }) => name);
}

it("leaves every image where it was, and a name unique among those that are not deleted", async () => {
  expect(await liveNames()).toEqual(["a.jpg", "b.jpg"]);
  await expect(insert("a.jpg")).rejects.toThrow(/image_dataset_id_file_name_key/);
  await pool.query("UPDATE image SET deleted_at = now() WHERE file_name = 'a.jpg'");
  expect(await liveNames()).toEqual(["b.jpg"]);
  await insert("a.jpg");
  expect(await liveNames()).toEqual(["a.jpg", "b.jpg"]);
  await expect(pool.query("UPDATE image SET deleted_at = NULL WHERE deleted_at IS NOT NULL")).rejects.toThrow(
    /image_dataset_id_file_name_key/,
  );
});
